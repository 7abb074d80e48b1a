#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "protocol/base/bytes.hpp"
#include "protocol/chain/block.hpp"
#include "protocol/chain/block_id.hpp"
#include "protocol/chain/validator_set.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/ledger/coin_set.hpp"

namespace callo::sim {

// The encodings that signatures and hashes cover, written down a second time from the formats'
// documentation, so that a checker does not trust the code that it checks.

// The bytes that the signature of a vote covers; nil: a vote for no block.
Bytes vote_bytes(std::string_view chain_id, VoteType type, NodeId validator, Height height,
                 Round round, const BlockId& block, CalendarTime time);

// The bytes that a transaction's signatures cover.
Bytes transaction_bytes(std::string_view chain_id, BytesView body);

// The root over these leaves by RFC 6962 section 2.1.
Hash own_merkle_root(std::span<const BytesView> data);

// What a block's bytes are called: SHA-256 of its header, and the RFC 6962 root over its 64 KiB
// parts. The bytes decode to a block of this header.
BlockId own_block_id(const BlockHeader& header, BytesView block);

// What headers name of a set: node, key and power of each; node and priority of each, and whose
// turn it is.
Hash own_validators_hash(const ValidatorSet& validators);
Hash own_priorities_hash(const ValidatorSet& validators);

// The root of the binary trie over the bits of the coins' names, zero for none, of several of one
// name the first; and what headers name of a state, `rest` being all of it but the chain id and the
// coins.
Hash own_coins_root(const CoinList& coins);
Hash own_state_hash(std::string_view chain_id, const CoinList& coins, BytesView rest);

}  // namespace callo::sim
