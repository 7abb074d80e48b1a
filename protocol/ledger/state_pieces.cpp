#include "protocol/ledger/state_pieces.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"

namespace callo {

namespace {

constexpr std::size_t kPieceEntryBytes = kOutpointBytes + kCoinBytes;
// A binary tree has one inner node less than leaves.
constexpr std::uint32_t kOutlineEntriesMax = 2 * kPiecesMax - 1;

}  // namespace

std::optional<Hash> manifest_state_hash(const StateManifest& manifest, std::string_view chain_id) {
  const std::optional<Hash> coins = outline_root(manifest.coins);
  return coins ? std::optional{state_hash_of(chain_id, *coins, manifest.rest)} : std::nullopt;
}

void encode(Writer& out, const StateManifest& manifest) {
  out.u32(static_cast<std::uint32_t>(manifest.coins.entries.size()));
  for (const CoinOutline::Entry& entry : manifest.coins.entries) {
    out.u32(entry.bit);
    if (entry.bit == CoinOutline::kPiece) {
      out.hash(entry.piece);
    }
  }
  out.blob(manifest.rest);
}

StateManifest decode_state_manifest(Reader& in) {
  constexpr std::size_t kEntryBytesMin = 4;
  StateManifest manifest;
  const std::uint32_t count = in.count(kOutlineEntriesMax);
  manifest.coins.entries.reserve(std::min<std::size_t>(count, in.remaining() / kEntryBytesMin));
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    CoinOutline::Entry& entry = manifest.coins.entries.emplace_back();
    const std::uint32_t bit = in.u32();
    if (bit > CoinOutline::kPiece) {
      in.fail();
    }
    entry.bit = static_cast<std::uint16_t>(bit);
    if (entry.bit == CoinOutline::kPiece) {
      entry.piece = in.hash();
    }
  }
  const BytesView rest = in.blob(kStateRestBytesMax);
  manifest.rest.assign(rest.begin(), rest.end());
  return manifest;
}

Bytes encode_piece(const CoinList& coins) {
  Writer out{4 + coins.size() * kPieceEntryBytes};
  out.u32(static_cast<std::uint32_t>(coins.size()));
  for (const auto& [outpoint, coin] : coins) {
    encode(out, outpoint);
    encode(out, coin);
  }
  return out.take();
}

std::optional<CoinList> decode_piece(BytesView bytes, const Hash& root) {
  Reader in{bytes};
  const std::uint32_t count = in.count(kPieceCoinsMax);
  CoinList coins;
  coins.reserve(std::min<std::size_t>(count, in.remaining() / kPieceEntryBytes));
  CoinSet set;
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    const Outpoint outpoint = decode_outpoint(in);
    coins.emplace_back(outpoint, decode_coin(in));
    if (!set.insert(outpoint, coins.back().second)) {
      in.fail();
    }
  }
  std::uint64_t hashed_bytes = 0;
  if (!in.finished() || set.root(hashed_bytes) != root || set.coins() != coins) {
    return std::nullopt;
  }
  return coins;
}

StatePieces cut_state(const LedgerState& state) {
  StatePieces result;
  std::vector<CoinList> pieces;
  result.manifest.coins = state.coins().cut(kPieceCoinsMax, pieces);
  result.manifest.rest = state.encode_rest();
  CALLO_CHECK(pieces.size() <= kPiecesMax);
  for (const CoinList& coins : pieces) {
    result.pieces.push_back(encode_piece(coins));
  }
  return result;
}

}  // namespace callo
