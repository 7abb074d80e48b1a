#include "protocol/ledger/coin_set.hpp"

#include "protocol/crypto/sha256.hpp"
#include "protocol/ledger/state.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ledger_fixture.hpp"

namespace callo {
namespace {

Outpoint outpoint(std::uint32_t number) {
  const std::string text = std::to_string(number / 3);
  return {sha256(as_bytes(text)), number % 3};
}

Coin coin(std::int64_t amount) {
  return {PublicKey{}, test::kNaira, amount};
}

Hash root_of(const CoinSet& set) {
  std::uint64_t hashed_bytes = 0;
  return set.root(hashed_bytes);
}

CoinSet make_set(std::uint32_t count) {
  CoinSet set;
  for (std::uint32_t number = 0; number < count; ++number) {
    REQUIRE(set.insert(outpoint(number), coin(number + 1)));
  }
  return set;
}

TEST_CASE("coin set: finds what is in it and nothing else", "[unit][ledger]") {
  CoinSet set = make_set(300);
  CHECK(set.size() == 300);
  CHECK(set.coins().size() == 300);
  for (std::uint32_t number = 0; number < 300; ++number) {
    REQUIRE(set.find(outpoint(number)) != nullptr);
    CHECK(set.find(outpoint(number))->amount == number + 1);
  }
  CHECK(set.find(outpoint(300)) == nullptr);
  CHECK_FALSE(set.insert(outpoint(7), coin(1)));
  CHECK_FALSE(set.erase(outpoint(300)));
  CHECK(set.find(outpoint(7))->amount == 8);
}

TEST_CASE("coin set: the root tells sets apart and forgets history", "[unit][ledger]") {
  CHECK(root_of(CoinSet{}).is_zero());
  CoinSet set = make_set(50);
  const Hash before = root_of(set);
  REQUIRE(set.insert(outpoint(77), coin(5)));
  CHECK(root_of(set) != before);
  REQUIRE(set.erase(outpoint(77)));
  CHECK(root_of(set) == before);
  REQUIRE(set.erase(outpoint(3)));
  REQUIRE(set.insert(outpoint(3), coin(5)));  // another amount
  CHECK(root_of(set) != before);
  for (std::uint32_t number = 0; number < 50; ++number) {
    REQUIRE(set.erase(outpoint(number)));
  }
  CHECK(set.size() == 0);
  CHECK(root_of(set).is_zero());
}

TEST_CASE("coin set: a copy keeps its content when the original changes", "[unit][ledger]") {
  CoinSet original = make_set(100);
  const CoinSet copy = original;
  const Hash before = root_of(copy);
  for (std::uint32_t number = 0; number < 60; ++number) {
    REQUIRE(original.erase(outpoint(number)));
    REQUIRE(original.insert(outpoint(number + 200), coin(9)));
  }
  CHECK(root_of(copy) == before);
  CHECK(copy.coins() == make_set(100).coins());
  CHECK(copy.find(outpoint(0)) != nullptr);
  CHECK(copy.find(outpoint(200)) == nullptr);
}

TEST_CASE("coin set: one change rehashes one path", "[unit][ledger]") {
  CoinSet set = make_set(3'000);
  std::uint64_t all = 0;
  set.root(all);
  std::uint64_t again = 0;
  set.root(again);
  CHECK(again == 0);
  REQUIRE(set.insert(outpoint(5'000), coin(1)));
  std::uint64_t one = 0;
  set.root(one);
  CHECK(one > 0);
  CHECK(one * 50 < all);
}

TEST_CASE("coin proof: shows presence and absence, and nothing false", "[unit][ledger]") {
  const CoinSet set = make_set(64);
  const Hash root = root_of(set);
  for (std::uint32_t number = 0; number < 128; ++number) {
    const CoinProof proof = *set.prove(outpoint(number));
    const auto expected = number < 64 ? CoinProofResult::present : CoinProofResult::absent;
    CHECK(verify_coin_proof(proof, outpoint(number), root) == expected);
    CHECK(verify_coin_proof(proof, outpoint(number), Hash{}) == CoinProofResult::invalid);
    CHECK(decode_coin_proof(encode(proof)) == proof);
  }
  CHECK_FALSE(CoinSet{}.prove(outpoint(0)).has_value());
}

TEST_CASE("coin proof: no proof of one coin shows another to be absent", "[unit][ledger]") {
  const CoinSet set = make_set(32);
  const Hash root = root_of(set);
  for (std::uint32_t wanted = 0; wanted < 32; ++wanted) {
    for (std::uint32_t other = 0; other < 32; ++other) {
      if (wanted != other) {
        CHECK(verify_coin_proof(*set.prove(outpoint(other)), outpoint(wanted), root) ==
              CoinProofResult::invalid);
      }
    }
  }
}

TEST_CASE("coin proof: any change breaks it", "[unit][ledger]") {
  const CoinSet set = make_set(64);
  const Hash root = root_of(set);
  const CoinProof good = *set.prove(outpoint(5));
  CoinProof bad = good;
  bad.coin.amount += 1;
  CHECK(verify_coin_proof(bad, outpoint(5), root) == CoinProofResult::invalid);
  bad = good;
  bad.steps[0].sibling.bytes[0] ^= 1;
  CHECK(verify_coin_proof(bad, outpoint(5), root) == CoinProofResult::invalid);
  bad = good;
  bad.steps.pop_back();
  CHECK(verify_coin_proof(bad, outpoint(5), root) == CoinProofResult::invalid);
  bad = good;
  bad.steps[0].bit = 0xFFFF;
  CHECK(verify_coin_proof(bad, outpoint(5), root) == CoinProofResult::invalid);
  // Steps out of order or beyond the key are refused even under a root made to fit them.
  bad = good;
  std::swap(bad.steps[0], bad.steps[1]);
  CHECK(verify_coin_proof(bad, outpoint(5), coin_proof_root(bad)) == CoinProofResult::invalid);
  bad = good;
  bad.steps[0].bit = 300;
  CHECK(verify_coin_proof(bad, outpoint(5), coin_proof_root(bad)) == CoinProofResult::invalid);
  CHECK_FALSE(decode_coin_proof(encode(bad)).has_value());
  Bytes bytes = encode(good);
  bytes.push_back(0);
  CHECK_FALSE(decode_coin_proof(bytes).has_value());
}

TEST_CASE("state proof: holds under the state hash of its chain only", "[unit][ledger]") {
  test::LedgerFixture fixture;
  const LedgerState state = fixture.state();
  const StateProof proof = *prove_coin(state, fixture.coin(3));
  const Hash hash = state.state_hash();
  CHECK(verify_state_proof(proof, "sphyx", fixture.coin(3), hash) == CoinProofResult::present);
  CHECK(verify_state_proof(proof, "other", fixture.coin(3), hash) == CoinProofResult::invalid);
  StateProof bad = proof;
  bad.issuances.bytes[0] ^= 1;
  CHECK(verify_state_proof(bad, "sphyx", fixture.coin(3), hash) == CoinProofResult::invalid);
  bad = proof;
  bad.coin.coin.amount = 1'000'000;
  CHECK(verify_state_proof(bad, "sphyx", fixture.coin(3), hash) == CoinProofResult::invalid);
}

}  // namespace
}  // namespace callo
