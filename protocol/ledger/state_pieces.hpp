#pragma once

#include <optional>
#include <string_view>

#include "protocol/ledger/state.hpp"

namespace callo {

// A ledger's state in pieces, each of which can be checked alone: the manifest against a state hash
// that a decided block carries, and every piece against the manifest. So a node that is new takes
// pieces from many peers and knows at once who lied.

// About 60 KiB of coins.
inline constexpr std::size_t kPieceCoinsMax = 780;
// A manifest names at most so many: 50 million coins.
inline constexpr std::uint32_t kPiecesMax = 65'536;
inline constexpr std::size_t kStateRestBytesMax = 1 << 20;

struct StateManifest {
  CoinOutline coins;
  Bytes rest;  // LedgerState::encode_rest
  bool operator==(const StateManifest&) const = default;
};

// The hash of the state it describes; nullopt for a manifest of no state.
std::optional<Hash> manifest_state_hash(const StateManifest& manifest, std::string_view chain_id);

// u32 count, entries: u32 bit, or kPiece and the piece's hash | blob rest
void encode(Writer& out, const StateManifest& manifest);
StateManifest decode_state_manifest(Reader& in);

// u32 count, coins: outpoint | coin
Bytes encode_piece(const CoinList& coins);
// The coins of the piece with this root; nullopt when the bytes are anything else.
std::optional<CoinList> decode_piece(BytesView bytes, const Hash& root);

struct StatePieces {
  StateManifest manifest;
  std::vector<Bytes> pieces;
};

StatePieces cut_state(const LedgerState& state);

}  // namespace callo
