#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/ledger/coin.hpp"
#include "protocol/shim/signer.hpp"

namespace callo {

enum class TransactionKind : std::uint8_t { spend = 1, issue = 2, validator_update = 3 };

// Who is to vote from now on, with how much power; none: no longer. What it means for consensus is
// not the ledger's business.
struct ValidatorChange {
  NodeId node;
  PublicKey key;
  std::int64_t power{};
  bool operator==(const ValidatorChange&) const = default;
};

// Moves or makes coins. The form is the chain of signatures of Bitcoin's paper, section 2: an owner
// signs the hash of the transaction that gave him the coin (the outpoint) together with the next
// owner's key. A spend's signatures stand in the order in which its distinct owners first appear
// among the inputs, one each, for one signature covers all inputs. An issue has no inputs but the
// issuer's next sequence number, so that it cannot be replayed, and the issuer's signature. A
// validator update moves no coin: the registrar signs it, with a sequence number of its own.
struct Transaction {
  TransactionKind kind = TransactionKind::spend;
  std::vector<Outpoint> inputs;          // spend only
  Currency issued;                       // issue only
  std::uint64_t issue_sequence{};        // issue only
  std::vector<ValidatorChange> changes;  // validator update only
  std::uint64_t update_sequence{};       // validator update only
  std::vector<Coin> outputs;             // none in a validator update
  std::vector<Signature> signatures;
  bool operator==(const Transaction&) const = default;
};

// Body: u8 kind | spend: u32 count, inputs; issue: currency, u64 sequence; validator update: u64
// sequence, u32 count, changes {u32 node, key, i64 power} | u32 count, outputs.
// Whole: body | u32 count, signatures.
Bytes encode_body(const Transaction& transaction);
Bytes encode(const Transaction& transaction);

// What every signature covers: text domain tag | text chain id | body. The tag's length byte
// differs from the version byte that starts a signed message, so neither can pass for the other.
Bytes sign_bytes(std::string_view chain_id, BytesView body);

// Appends one more signature; call with the signers in the order described above.
void sign(Transaction& transaction, std::string_view chain_id, Signer& signer);

// A transaction as received, with all that is derived from its bytes alone; immutable, so that
// whoever holds it may share it.
struct DecodedTransaction {
  Bytes bytes;
  std::size_t body_size{};
  Transaction transaction;
  Hash id;       // SHA-256 of the body: signatures cannot change the name
  Hash content;  // SHA-256 of all bytes: what a remembered signature check is about

  BytesView body() const { return BytesView{bytes}.first(body_size); }
};

using TransactionPtr = std::shared_ptr<const DecodedTransaction>;

// Null for anything but the one canonical encoding within the limits of protocol/wire/limits.hpp.
TransactionPtr decode_transaction(BytesView bytes);

}  // namespace callo
