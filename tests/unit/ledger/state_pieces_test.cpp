#include "protocol/ledger/state_pieces.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/ledger_fixture.hpp"
#include "tests/support/small_random.hpp"

namespace callo {

namespace {

CoinSet random_coins(std::size_t count, std::uint64_t seed) {
  test::SmallRandom random{seed};
  CoinSet coins;
  while (coins.size() < count) {
    Outpoint outpoint;
    const Bytes id = random.bytes(32);
    std::copy(id.begin(), id.end(), outpoint.transaction.bytes.begin());
    for (std::uint32_t index = 0; index < 1 + random.below(4); ++index) {
      outpoint.index = index;
      coins.insert(outpoint, Coin{PublicKey{{1}}, test::kNaira, 1 + static_cast<int>(index)});
    }
  }
  return coins;
}

// A state of so many coins around the fixture's issuances.
LedgerState random_state(std::size_t count) {
  const test::LedgerFixture fixture;
  return LedgerState::from_parts("sphyx", fixture.state().encode_rest(), random_coins(count, 1))
      .value();
}

}  // namespace

TEST_CASE("state pieces: put together again they are the state", "[unit][ledger]") {
  const auto count = GENERATE(0U, 1U, 2U, 779U, 780U, 781U, 5'000U);
  const LedgerState state = random_state(count);
  const StatePieces cut = cut_state(state);
  REQUIRE(manifest_state_hash(cut.manifest, state.chain_id()) == state.state_hash());
  const std::vector<Hash> roots = cut.manifest.coins.pieces();
  REQUIRE(roots.size() == cut.pieces.size());
  CoinSet coins;
  for (std::size_t index = 0; index < roots.size(); ++index) {
    const auto piece = decode_piece(cut.pieces[index], roots[index]);
    REQUIRE(piece.has_value());
    CHECK(piece->size() <= kPieceCoinsMax);
    for (const auto& [outpoint, coin] : *piece) {
      REQUIRE(coins.insert(outpoint, coin));
    }
  }
  const auto restored = LedgerState::from_parts(state.chain_id(), cut.manifest.rest, coins);
  REQUIRE(restored.has_value());
  CHECK(restored->state_hash() == state.state_hash());
  CHECK(restored->issuances() == state.issuances());
}

TEST_CASE("state pieces: a changed piece or manifest does not pass for the right one",
          "[unit][ledger]") {
  const LedgerState state = random_state(2'000);
  const StatePieces cut = cut_state(state);
  const std::vector<Hash> roots = cut.manifest.coins.pieces();
  REQUIRE(roots.size() >= 3);
  CHECK_FALSE(decode_piece(cut.pieces[0], roots[1]).has_value());
  test::SmallRandom random{7};
  for (int attempt = 0; attempt < 200; ++attempt) {
    Bytes piece = cut.pieces[1];
    piece[random.below(piece.size())] ^= static_cast<std::uint8_t>(1U << random.below(8));
    REQUIRE_FALSE(decode_piece(piece, roots[1]).has_value());
  }
  Writer encoded;
  encode(encoded, cut.manifest);
  for (int attempt = 0; attempt < 200; ++attempt) {
    Bytes bytes{encoded.view().begin(), encoded.view().end()};
    bytes[random.below(bytes.size())] ^= static_cast<std::uint8_t>(1U << random.below(8));
    Reader in{bytes};
    const StateManifest manifest = decode_state_manifest(in);
    REQUIRE(
        (!in.finished() || manifest_state_hash(manifest, state.chain_id()) != state.state_hash()));
  }
}

TEST_CASE("state pieces: the coins of a piece come in one order only", "[unit][ledger]") {
  CoinSet set = random_coins(10, 3);
  CoinList coins = set.coins();
  std::uint64_t hashed_bytes = 0;
  const Hash root = set.root(hashed_bytes);
  REQUIRE(decode_piece(encode_piece(coins), root).has_value());
  std::swap(coins.front(), coins.back());
  CHECK_FALSE(decode_piece(encode_piece(coins), root).has_value());
}

TEST_CASE("state pieces: an outline that is no trie has no root", "[unit][ledger]") {
  const Hash piece{{1}};
  using Entry = CoinOutline::Entry;
  CHECK(outline_root({}) == Hash{});
  CHECK(outline_root({{Entry{CoinOutline::kPiece, piece}}}) == piece);
  CHECK_FALSE(outline_root({{Entry{3, {}}}}).has_value());
  CHECK_FALSE(outline_root({{Entry{3, {}}, Entry{CoinOutline::kPiece, piece}}}).has_value());
  CHECK_FALSE(outline_root({{Entry{CoinOutline::kPiece, {}}}}).has_value());
  CHECK_FALSE(outline_root({{Entry{CoinOutline::kPiece, piece}, Entry{CoinOutline::kPiece, piece}}})
                  .has_value());
  // A bit that does not grow.
  CHECK_FALSE(outline_root({{Entry{3, {}}, Entry{3, {}}, Entry{CoinOutline::kPiece, piece},
                             Entry{CoinOutline::kPiece, piece}, Entry{CoinOutline::kPiece, piece}}})
                  .has_value());
}

}  // namespace callo
