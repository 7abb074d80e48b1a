#include "protocol/ledger/owner_index.hpp"

#include <map>

#include "protocol/ledger/state.hpp"
#include "protocol/ledger/state_pieces.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ledger_fixture.hpp"
#include "tests/support/small_random.hpp"

namespace callo {

namespace {

struct IndexedFixture : test::LedgerFixture {
  IndexedFixture() { genesis.indexes_owners = true; }
};

CoinList owned_by(const LedgerState& state, const PublicKey& owner) {
  CoinList coins;
  for (const auto& [outpoint, coin] : state.coins().coins()) {
    if (coin.owner == owner) {
      coins.emplace_back(outpoint, coin);
    }
  }
  return coins;
}

OwnerProof proof_of(const LedgerState& state, const PublicKey& owner) {
  return prove_owner(state, owner, outpoints_by_owner(state)[owner]).value();
}

std::optional<CoinList> sorted(std::optional<CoinList> coins) {
  if (coins.has_value()) {
    std::sort(coins->begin(), coins->end());
  }
  return coins;
}

}  // namespace

TEST_CASE("owner index: proves all coins of a key, and that a key has none", "[unit][ledger]") {
  IndexedFixture fixture;
  LedgerState state = fixture.state();
  test::SmallRandom random{4};
  std::vector<PublicKey> strangers;
  for (unsigned number = 0; number < 30; ++number) {
    PublicKey key;
    const Bytes bytes = random.bytes(32);
    std::copy(bytes.begin(), bytes.end(), key.bytes.begin());
    strangers.push_back(key);
  }
  // Alice pays the first twenty, one after the other, out of her change.
  Outpoint purse = fixture.coin(0);
  for (unsigned number = 0; number < 20; ++number) {
    const std::int64_t left = 100 - static_cast<std::int64_t>(number) - 1;
    const Transaction paid = fixture.spend(
        {purse}, {{strangers[number], test::kNaira, 1}, fixture.pay(fixture.alice, left)},
        {&fixture.alice});
    const TransactionPtr decoded = decode_transaction(encode(paid));
    REQUIRE(state.check(paid) == Refusal::none);
    state.apply(paid, decoded->id);
    purse = {decoded->id, 1};
    const Hash state_hash = state.state_hash();
    for (const PublicKey& owner :
         {fixture.alice.public_key(), fixture.bob.public_key(), strangers[number], strangers[29]}) {
      const auto shown = verify_owner_proof(proof_of(state, owner), "sphyx", owner, state_hash);
      REQUIRE(sorted(shown) == owned_by(state, owner));
    }
  }
  CHECK(owned_by(state, strangers[3]).size() == 1);
  CHECK(owned_by(state, strangers[29]).empty());
}

TEST_CASE("owner index: a proof that leaves out, adds or changes anything shows nothing",
          "[unit][ledger]") {
  IndexedFixture fixture;
  const LedgerState state = fixture.state();
  const Hash state_hash = state.state_hash();
  const PublicKey alice = fixture.alice.public_key();
  const OwnerProof proof = proof_of(state, alice);
  REQUIRE(verify_owner_proof(proof, "sphyx", alice, state_hash)->size() == 8);
  const auto shows = [&](const OwnerProof& changed) {
    return verify_owner_proof(changed, "sphyx", alice, state_hash).has_value();
  };
  SECTION("one coin less") {
    OwnerProof changed = proof;
    changed.below.coins.pop_back();
    changed.outpoints.pop_back();
    CHECK_FALSE(shows(changed));
  }
  SECTION("another name for a coin") {
    OwnerProof changed = proof;
    changed.outpoints[2].transaction.bytes[31] ^= 1;
    CHECK_FALSE(shows(changed));
  }
  SECTION("another amount") {
    OwnerProof changed = proof;
    changed.below.coins[0].second.amount += 1;
    CHECK_FALSE(shows(changed));
  }
  SECTION("the proof of another owner") {
    CHECK_FALSE(shows(proof_of(state, fixture.bob.public_key())));
  }
  SECTION("another path") {
    OwnerProof changed = proof;
    REQUIRE_FALSE(changed.below.steps.empty());
    changed.below.steps[0].sibling.bytes[0] ^= 1;
    CHECK_FALSE(shows(changed));
  }
  SECTION("one coin of somebody else, as if Alice had none") {
    OwnerProof changed = proof_of(state, fixture.bob.public_key());
    changed.below.coins.resize(1);
    changed.outpoints.clear();
    CHECK_FALSE(shows(changed));
  }
}

TEST_CASE("owner index: without it every hash is what it was", "[unit][ledger]") {
  test::LedgerFixture plain;
  IndexedFixture indexed;
  CHECK(genesis_hash(plain.genesis) != genesis_hash(indexed.genesis));
  CHECK_FALSE(plain.state().owners().has_value());
  CHECK_FALSE(LedgerState::owner_root_of(plain.state().encode_rest()).has_value());
  CHECK(LedgerState::owner_root_of(indexed.state().encode_rest()).has_value());
}

TEST_CASE("owner index: a state made of parts has it again, or is refused", "[unit][ledger]") {
  IndexedFixture fixture;
  const LedgerState state = fixture.state();
  const auto again = LedgerState::from_parts("sphyx", state.encode_rest(), state.coins());
  REQUIRE(again.has_value());
  CHECK(again->state_hash() == state.state_hash());
  CHECK(again->owners().has_value());
  Bytes rest = state.encode_rest();
  rest.back() ^= 1;
  CHECK_FALSE(LedgerState::from_parts("sphyx", rest, state.coins()).has_value());
}

}  // namespace callo
