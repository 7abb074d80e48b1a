#include "protocol/ledger/mempool.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/ledger_fixture.hpp"

namespace callo {
namespace {

using test::apply_block;
using test::kNaira;
using test::LedgerFixture;

constexpr NodeId kLagos{1};
constexpr NodeId kAccra{2};
constexpr NodeId kFlooder{3};

struct Fixture : LedgerFixture {
  explicit Fixture(PoolLimits limits = kMempoolLimits, std::size_t coins = 64)
      : mempool{ledger, limits} {
    genesis.coins.assign(coins, Coin{alice.public_key(), kNaira, 100});
    ledger.restore(state());
  }

  // The bytes differ by the number of outputs.
  Bytes payment(std::uint32_t from, int outputs = 1) {
    std::vector<Coin> coins(static_cast<std::size_t>(outputs - 1), pay(bob, 1));
    coins.push_back(pay(bob, 101 - outputs));
    return encode(spend({coin(from)}, std::move(coins), {&alice}));
  }

  Refusal add(NodeId submitter, const Bytes& bytes) {
    Work work;
    return mempool.add(test::submission(submitter, bytes), work);
  }

  void apply(const std::vector<Bytes>& block) {
    REQUIRE(apply_block(ledger, block).is_accepted());
    mempool.on_block_applied(ledger.last_applied());
  }

  Ledger ledger{state(), verifier, nullptr};
  Mempool mempool;
};

TEST_CASE("mempool: takes what is valid once and hands it out", "[unit][ledger]") {
  Fixture f;
  const Bytes bytes = f.payment(0);
  CHECK(f.add(kLagos, bytes) == Refusal::none);
  CHECK(f.add(kLagos, bytes) == Refusal::already_pending);
  CHECK(f.mempool.reap(1'000'000) == std::vector<Bytes>{bytes});
  CHECK(f.mempool.find(decode_transaction(bytes)->id) != nullptr);
}

TEST_CASE("mempool: invalid transactions do not enter", "[unit][ledger]") {
  Fixture f;
  CHECK(f.add(kLagos, encode(f.spend({f.coin(0)}, {f.pay(f.bob, 100)}, {&f.bob}))) ==
        Refusal::wrong_signature);
  CHECK(f.add(kLagos, encode(f.spend({f.coin(0)}, {f.pay(f.bob, 101)}, {&f.alice}))) ==
        Refusal::not_conserved);
  CHECK(f.mempool.size() == 0);
}

TEST_CASE("mempool: of two that spend the same coin the first seen stays", "[unit][ledger]") {
  Fixture f;
  CHECK(f.add(kLagos, f.payment(0)) == Refusal::none);
  const int calls = f.verifier.calls;
  CHECK(f.add(kAccra, f.payment(0, 2)) == Refusal::conflicts_with_pending);
  CHECK(f.verifier.calls == calls);
  CHECK(f.add(kLagos, encode(f.issue(kNaira, 1, {f.pay(f.bob, 1)}, f.issuer))) == Refusal::none);
  CHECK(f.add(kLagos, encode(f.issue(kNaira, 1, {f.pay(f.bob, 2)}, f.issuer))) ==
        Refusal::conflicts_with_pending);
}

TEST_CASE("mempool: a chained unconfirmed spend waits for the commit", "[unit][ledger]") {
  Fixture f;
  const Bytes first = f.payment(0);
  const Bytes second =
      encode(f.spend({{decode_transaction(first)->id, 0}}, {f.pay(f.alice, 100)}, {&f.bob}));
  CHECK(f.add(kLagos, first) == Refusal::none);
  CHECK(f.add(kLagos, second) == Refusal::unknown_coin);
  f.apply({first});
  CHECK(f.add(kLagos, second) == Refusal::none);
}

TEST_CASE("mempool: after a block the included and the conflicting are gone", "[unit][ledger]") {
  Fixture f;
  const Bytes stays = f.payment(2);
  REQUIRE(f.add(kLagos, f.payment(0)) == Refusal::none);
  REQUIRE(f.add(kLagos, f.payment(1)) == Refusal::none);
  REQUIRE(f.add(kAccra, stays) == Refusal::none);
  REQUIRE(f.add(kAccra, encode(f.issue(kNaira, 1, {f.pay(f.bob, 1)}, f.issuer))) == Refusal::none);
  f.apply({f.payment(0), f.payment(1, 2), encode(f.issue(kNaira, 1, {f.pay(f.bob, 7)}, f.issuer))});
  CHECK(f.mempool.reap(1'000'000) == std::vector<Bytes>{stays});
  CHECK(f.mempool.bytes() == stays.size());
}

TEST_CASE("mempool: recheck drops what a restored state refuses", "[unit][ledger]") {
  Fixture f;
  const LedgerState genesis = f.ledger.state();
  const Bytes first = f.payment(0);
  f.apply({first});
  REQUIRE(f.add(kLagos, encode(f.spend({{decode_transaction(first)->id, 0}}, {f.pay(f.alice, 100)},
                                       {&f.bob}))) == Refusal::none);
  REQUIRE(f.add(kLagos, f.payment(1)) == Refusal::none);
  f.ledger.restore(genesis);
  Work work;
  f.mempool.recheck(work);
  CHECK(f.mempool.reap(1'000'000) == std::vector<Bytes>{f.payment(1)});
}

TEST_CASE("mempool: reaping keeps to the bytes it may take", "[unit][ledger]") {
  Fixture f;
  std::size_t size = 0;
  for (std::uint32_t coin = 0; coin < 10; ++coin) {
    size = f.payment(coin).size() + 4;
    REQUIRE(f.add(kLagos, f.payment(coin)) == Refusal::none);
  }
  CHECK(f.mempool.reap(size * 3).size() == 3);
  CHECK(f.mempool.reap(size * 3 - 1).size() == 2);
  CHECK(f.mempool.reap(0).empty());
  CHECK(f.mempool.size() == 10);
}

TEST_CASE("mempool: one submitter cannot exceed his quota", "[unit][ledger]") {
  PoolLimits limits = kMempoolLimits;
  limits.lane_count_max = 2;
  Fixture f{limits};
  CHECK(f.add(kFlooder, f.payment(0)) == Refusal::none);
  CHECK(f.add(kFlooder, f.payment(1)) == Refusal::none);
  CHECK(f.add(kFlooder, f.payment(2)) == Refusal::submitter_over_quota);
  CHECK(f.add(kLagos, f.payment(2)) == Refusal::none);
}

TEST_CASE("mempool: when full the newest of the heaviest lane gives way", "[unit][ledger]") {
  PoolLimits limits = kMempoolLimits;
  limits.count_max = 4;
  Fixture f{limits};
  for (std::uint32_t coin = 0; coin < 4; ++coin) {
    REQUIRE(f.add(kFlooder, f.payment(coin)) == Refusal::none);
  }
  CHECK(f.add(kFlooder, f.payment(4)) == Refusal::mempool_full);
  CHECK(f.add(kLagos, f.payment(5)) == Refusal::none);
  CHECK(f.mempool.size() == 4);
  CHECK(f.mempool.find(decode_transaction(f.payment(3))->id) == nullptr);
  CHECK(f.mempool.find(decode_transaction(f.payment(5))->id) != nullptr);
  CHECK(f.add(kLagos, f.payment(6)) == Refusal::none);
  // Two each: nobody is heavier than the newcomer's lane would be.
  CHECK(f.add(kLagos, f.payment(7)) == Refusal::mempool_full);
}

TEST_CASE("mempool: the bound on bytes holds as well", "[unit][ledger]") {
  PoolLimits limits = kMempoolLimits;
  limits.bytes_max = 1'000;
  limits.count_max = 100;
  Fixture f{limits};
  for (std::uint32_t coin = 0; coin < 20; ++coin) {
    f.add(NodeId{coin % 3}, f.payment(coin, 1 + static_cast<int>(coin % 4)));
    CHECK(f.mempool.bytes() <= 1'000);
  }
}

TEST_CASE("mempool: a flooder does not delay others", "[unit][ledger]") {
  Fixture f;
  for (std::uint32_t coin = 0; coin < 40; ++coin) {
    REQUIRE(f.add(kFlooder, f.payment(coin, 4)) == Refusal::none);
  }
  REQUIRE(f.add(kLagos, f.payment(50)) == Refusal::none);
  REQUIRE(f.add(kAccra, f.payment(51)) == Refusal::none);
  const std::vector<Bytes> reaped = f.mempool.reap(4 * f.payment(0, 4).size());
  CHECK(std::count(reaped.begin(), reaped.end(), f.payment(50)) == 1);
  CHECK(std::count(reaped.begin(), reaped.end(), f.payment(51)) == 1);
}

TEST_CASE("mempool: lanes that have got as much take turns by age", "[unit][ledger]") {
  Fixture f;
  const std::vector<NodeId> submitters = {kLagos, kAccra, kAccra, kLagos};
  std::vector<Bytes> submitted;
  for (std::uint32_t coin = 0; coin < 4; ++coin) {
    submitted.push_back(f.payment(coin));
    REQUIRE(f.add(submitters[coin], submitted.back()) == Refusal::none);
  }
  CHECK(f.mempool.reap(1'000'000) == submitted);
}

TEST_CASE("mempool: a copy in a lighter lane moves the transaction there", "[unit][ledger]") {
  Fixture f;
  for (std::uint32_t coin = 0; coin < 10; ++coin) {
    REQUIRE(f.add(kFlooder, f.payment(coin)) == Refusal::none);
  }
  REQUIRE(f.add(kFlooder, f.payment(11)) == Refusal::none);  // somebody else's, caught on the way
  CHECK(f.add(kLagos, f.payment(11)) == Refusal::already_pending);
  CHECK(f.mempool.size() == 11);
  const std::vector<Bytes> reaped = f.mempool.reap(2 * (f.payment(0).size() + 4));
  CHECK(reaped == std::vector<Bytes>{f.payment(0), f.payment(11)});
}

}  // namespace
}  // namespace callo
