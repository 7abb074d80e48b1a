#include "protocol/node/search/item_proof.hpp"

#include "protocol/base/check.hpp"
#include "protocol/chain/light_codec.hpp"
#include "protocol/ledger/transaction.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

constexpr std::uint32_t kStepsMax = kOutpointBytes * 8;

void write(Writer& out, const BlockProof& proof) {
  out.blob(proof.block);
}

void write(Writer& out, const TransactionProof& proof) {
  out.blob(proof.transaction);
  out.u32(proof.path.index);
  out.u32(proof.path.total);
  out.u8(static_cast<std::uint8_t>(proof.path.siblings.size()));
  for (const Hash& sibling : proof.path.siblings) {
    out.hash(sibling);
  }
}

void write(Writer& out, const CoinsProof& proof) {
  out.hash(proof.coins.coins);
  out.blob(proof.coins.rest);
  out.u32(static_cast<std::uint32_t>(proof.coins.below.steps.size()));
  for (const CoinProofStep& step : proof.coins.below.steps) {
    out.u32(step.bit);
    out.hash(step.sibling);
  }
  out.u32(static_cast<std::uint32_t>(proof.coins.below.coins.size()));
  for (const auto& [outpoint, coin] : proof.coins.below.coins) {
    encode(out, outpoint);
    encode(out, coin);
  }
  out.u32(static_cast<std::uint32_t>(proof.coins.outpoints.size()));
  for (const Outpoint& outpoint : proof.coins.outpoints) {
    encode(out, outpoint);
  }
}

Bytes copy_of(BytesView view) {
  return {view.begin(), view.end()};
}

void read(Reader& in, BlockProof& proof) {
  proof.block = copy_of(in.blob(kItemBytesMax));
}

void read(Reader& in, TransactionProof& proof) {
  proof.transaction = copy_of(in.blob(kTransactionBytesMax));
  proof.path.index = in.u32();
  proof.path.total = in.u32();
  const std::uint8_t siblings = in.u8();
  if (siblings > kMerklePathMax) {
    in.fail();
  }
  for (std::uint8_t index = 0; index < siblings && in.ok(); ++index) {
    proof.path.siblings.push_back(in.hash());
  }
}

void read(Reader& in, CoinsProof& proof) {
  proof.coins.coins = in.hash();
  proof.coins.rest = copy_of(in.blob(kItemRestBytesMax));
  const std::uint32_t steps = in.count(kStepsMax);
  for (std::uint32_t index = 0; index < steps && in.ok(); ++index) {
    const std::uint32_t bit = in.u32();
    if (bit >= kStepsMax) {
      in.fail();
    }
    proof.coins.below.steps.push_back({static_cast<std::uint16_t>(bit), in.hash()});
  }
  const std::uint32_t coins = in.count(kItemCoinsMax);
  for (std::uint32_t index = 0; index < coins && in.ok(); ++index) {
    const Outpoint outpoint = decode_outpoint(in);
    proof.coins.below.coins.emplace_back(outpoint, decode_coin(in));
  }
  const std::uint32_t outpoints = in.count(kItemCoinsMax);
  for (std::uint32_t index = 0; index < outpoints && in.ok(); ++index) {
    proof.coins.outpoints.push_back(decode_outpoint(in));
  }
}

template <typename Proof>
std::optional<ItemProof> read_proof(Reader& in) {
  std::optional<LightBlock> light = decode_light_block(in);
  if (!light.has_value()) {
    return std::nullopt;
  }
  Proof proof{*std::move(light), {}};
  read(in, proof);
  return in.finished() ? std::optional<ItemProof>{std::move(proof)} : std::nullopt;
}

std::optional<ItemProof> read_proof(Reader& in) {
  switch (in.u8()) {
    case 0:
      return read_proof<BlockProof>(in);
    case 1:
      return read_proof<TransactionProof>(in);
    case 2:
      return read_proof<CoinsProof>(in);
    default:
      return std::nullopt;
  }
}

// The header covers everything else that is in a block.
bool shows(const BlockProof& proof, const ItemKey& key) {
  const bool is_named =
      (key.kind == ItemKind::block_by_height && key == ItemKey::block_at(proof.light.height())) ||
      (key.kind == ItemKind::block_by_hash && key.name == proof.light.hash());
  if (!is_named) {
    return false;
  }
  const std::optional<Block> block = decode_block(proof.block);
  return block.has_value() && block->header == proof.light.header;
}

bool shows(const TransactionProof& proof, const ItemKey& key) {
  if (key.kind != ItemKind::transaction) {
    return false;
  }
  const TransactionPtr transaction = decode_transaction(proof.transaction);
  return transaction != nullptr && transaction->id == key.name &&
         merkle_verify(proof.path, merkle_leaf(proof.transaction),
                       proof.light.header.transactions_root);
}

std::optional<CoinList> coins_shown(const CoinsProof& proof, const ItemKey& key) {
  return verify_owner_proof(proof.coins, proof.light.header.chain_id, key.owner(),
                            proof.light.header.state_hash);
}

bool shows(const CoinsProof& proof, const ItemKey& key) {
  return key.kind == ItemKind::coins && coins_shown(proof, key).has_value();
}

}  // namespace

const LightBlock& light_block_of(const ItemProof& proof) {
  return std::visit([](const auto& content) -> const LightBlock& { return content.light; }, proof);
}

Bytes encode(const ItemProof& proof) {
  Writer out{1'024};
  out.u8(static_cast<std::uint8_t>(proof.index()));
  std::visit(
      [&out](const auto& content) {
        encode(out, content.light);
        write(out, content);
      },
      proof);
  return out.take();
}

std::optional<ItemProof> decode_item_proof(BytesView bytes) {
  if (bytes.size() > kItemBytesMax) {
    return std::nullopt;
  }
  Reader in{bytes};
  return read_proof(in);
}

bool shows_item(const ItemProof& proof, const ItemKey& key) {
  return std::visit([&key](const auto& content) { return shows(content, key); }, proof);
}

Bytes content_of(const ItemProof& proof, const ItemKey& key) {
  if (const auto* block = std::get_if<BlockProof>(&proof)) {
    return block->block;
  }
  if (const auto* transaction = std::get_if<TransactionProof>(&proof)) {
    return transaction->transaction;
  }
  const std::optional<CoinList> coins = coins_shown(std::get<CoinsProof>(proof), key);
  CALLO_CHECK(coins.has_value());
  Writer out;
  out.u32(static_cast<std::uint32_t>(coins->size()));
  for (const auto& [outpoint, coin] : *coins) {
    encode(out, outpoint);
    encode(out, coin);
  }
  return out.take();
}

}  // namespace callo
