#pragma once

#include <optional>
#include <variant>

#include "protocol/chain/light_client.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/ledger/state.hpp"
#include "protocol/node/search/item.hpp"

namespace callo {

// An item with all that proves it to somebody who trusts nothing but the chain's first headers:
// each one carries the header that it is bound to and the commit by which +2/3 decided that.

// The largest that a node keeps or sends; blocks beyond it are fetched by block_request.
inline constexpr std::size_t kItemBytesMax = 480 * 1'024;
inline constexpr std::uint32_t kItemCoinsMax = 4'096;
inline constexpr std::size_t kItemRestBytesMax = 16 * 1'024;

// The block itself: its header is the light block's.
struct BlockProof {
  LightBlock light;
  Bytes block{};
};

// A path to the header's transactions_root.
struct TransactionProof {
  LightBlock light;
  Bytes transaction{};
  MerkleProof path{};
};

// A path to the header's state_hash: what the key owned before that block's transactions.
struct CoinsProof {
  LightBlock light;
  OwnerProof coins{};
};

using ItemProof = std::variant<BlockProof, TransactionProof, CoinsProof>;

const LightBlock& light_block_of(const ItemProof& proof);

// u8 kind, in the order of ItemProof | light block | block: blob; transaction: blob, u32 index, u32
// total, u8 count, siblings; coins: hash, blob rest, u32 count, steps {u32 bit, hash}, u32 count,
// coins {outpoint | coin}, u32 count, outpoints.
Bytes encode(const ItemProof& proof);
// Refuses what is not consistent in itself, as decode_light_block and decode_block do.
std::optional<ItemProof> decode_item_proof(BytesView bytes);

// Does it show this item, given that its header is one of the chain? All but the header's commit.
bool shows_item(const ItemProof& proof, const ItemKey& key);

// What the searcher wanted to know, without what proves it: the block, the transaction, or the
// coins as u32 count, coins {outpoint | coin}. Contract: shows_item.
Bytes content_of(const ItemProof& proof, const ItemKey& key);

}  // namespace callo
