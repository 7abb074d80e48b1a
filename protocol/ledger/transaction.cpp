#include "protocol/ledger/transaction.hpp"

#include <optional>

#include "protocol/base/check.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

constexpr std::size_t kChangeBytes = 4 + 32 + 8;
constexpr std::string_view kSignDomain = "callo/transaction/1";

void write_body(Writer& out, const Transaction& transaction) {
  out.u8(static_cast<std::uint8_t>(transaction.kind));
  if (transaction.kind == TransactionKind::spend) {
    out.u32(static_cast<std::uint32_t>(transaction.inputs.size()));
    for (const Outpoint& input : transaction.inputs) {
      encode(out, input);
    }
  } else if (transaction.kind == TransactionKind::issue) {
    encode(out, transaction.issued);
    out.u64(transaction.issue_sequence);
  } else {
    out.u64(transaction.update_sequence);
    out.u32(static_cast<std::uint32_t>(transaction.changes.size()));
    for (const ValidatorChange& change : transaction.changes) {
      out.u32(change.node.value);
      out.key(change.key);
      out.i64(change.power);
    }
  }
  out.u32(static_cast<std::uint32_t>(transaction.outputs.size()));
  for (const Coin& output : transaction.outputs) {
    encode(out, output);
  }
}

std::size_t body_size_of(const Transaction& transaction) {
  return 32 + transaction.inputs.size() * kOutpointBytes +
         transaction.changes.size() * kChangeBytes + transaction.outputs.size() * kCoinBytes;
}

// Reads `count` items of `item_bytes` each; the count is refused before anything is allocated if
// the bytes for it are not there.
template <typename Item, typename Decode>
std::vector<Item> read_list(Reader& in, std::uint32_t count_max, std::size_t item_bytes,
                            Decode decode) {
  const std::uint32_t count = in.count(count_max);
  std::vector<Item> items;
  if (in.remaining() < count * item_bytes) {
    in.fail();
    return items;
  }
  items.reserve(count);
  for (std::uint32_t index = 0; index < count; ++index) {
    items.push_back(decode(in));
  }
  return items;
}

ValidatorChange decode_change(Reader& in) {
  ValidatorChange change;
  change.node = NodeId{in.u32()};
  change.key = in.key();
  change.power = in.i64();
  return change;
}

void read_body(Reader& in, Transaction& transaction) {
  const std::uint8_t kind = in.u8();
  transaction.kind = static_cast<TransactionKind>(kind);
  if (transaction.kind == TransactionKind::spend) {
    transaction.inputs =
        read_list<Outpoint>(in, kTransactionInputsMax, kOutpointBytes, decode_outpoint);
  } else if (transaction.kind == TransactionKind::issue) {
    transaction.issued = decode_currency(in);
    transaction.issue_sequence = in.u64();
  } else if (transaction.kind == TransactionKind::validator_update) {
    transaction.update_sequence = in.u64();
    transaction.changes =
        read_list<ValidatorChange>(in, kValidatorChangesMax, kChangeBytes, decode_change);
  } else {
    in.fail();
  }
  transaction.outputs = read_list<Coin>(in, kTransactionOutputsMax, kCoinBytes, decode_coin);
}

}  // namespace

Bytes encode_body(const Transaction& transaction) {
  Writer out{body_size_of(transaction)};
  write_body(out, transaction);
  return out.take();
}

Bytes encode(const Transaction& transaction) {
  Writer out{body_size_of(transaction) + 4 + transaction.signatures.size() * sizeof(Signature)};
  write_body(out, transaction);
  out.u32(static_cast<std::uint32_t>(transaction.signatures.size()));
  for (const Signature& signature : transaction.signatures) {
    out.signature(signature);
  }
  return out.take();
}

Bytes sign_bytes(std::string_view chain_id, BytesView body) {
  CALLO_CHECK(chain_id.size() <= kChainIdBytesMax);
  Writer out{2 + kSignDomain.size() + chain_id.size() + body.size()};
  out.text(kSignDomain);
  out.text(chain_id);
  out.raw(body);
  return out.take();
}

void sign(Transaction& transaction, std::string_view chain_id, Signer& signer) {
  const Bytes message = sign_bytes(chain_id, encode_body(transaction));
  transaction.signatures.push_back(signer.sign(message));
}

TransactionPtr decode_transaction(BytesView bytes) {
  if (bytes.size() > kTransactionBytesMax) {
    return nullptr;
  }
  Reader in{bytes};
  Transaction transaction;
  read_body(in, transaction);
  const std::size_t body_size = in.position();
  transaction.signatures = read_list<Signature>(in, kTransactionInputsMax, sizeof(Signature),
                                                [](Reader& from) { return from.signature(); });
  if (!in.finished()) {
    return nullptr;
  }
  auto decoded = std::make_shared<DecodedTransaction>();
  decoded->bytes.assign(bytes.begin(), bytes.end());
  decoded->body_size = body_size;
  decoded->transaction = std::move(transaction);
  decoded->id = sha256(decoded->body());
  decoded->content = sha256(bytes);
  return decoded;
}

}  // namespace callo
