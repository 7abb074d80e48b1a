#include "protocol/ledger/pending_window.hpp"

#include "protocol/crypto/sha256.hpp"
#include "protocol/ledger/mempool.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ledger_fixture.hpp"

namespace callo {
namespace {

using test::kNaira;
using test::LedgerFixture;

constexpr std::uint32_t kCoins = 300;

struct Fixture : LedgerFixture {
  explicit Fixture(PoolLimits limits = kMempoolLimits) : mempool{ledger, limits} {
    genesis.coins.assign(kCoins, Coin{alice.public_key(), kNaira, 100});
    ledger.restore(state());
  }

  Frame add(std::uint32_t from) {
    const Bytes bytes = encode(spend({coin(from)}, {pay(bob, 100)}, {&alice}));
    const Frame envelope = make_frame(bytes);
    Work work;
    REQUIRE(mempool.add(test::submission(NodeId{from % 7}, bytes, envelope), work) ==
            Refusal::none);
    return envelope;
  }

  void settle() {
    mempool.tick();
    mempool.tick();
  }

  Ledger ledger{state(), verifier, nullptr};
  Mempool mempool;
};

}  // namespace

TEST_CASE("pending_window: who holds all lacks nothing, who holds none lacks all",
          "[unit][ledger]") {
  Fixture giver;
  Fixture asker;
  const Frame shared = giver.add(0);
  asker.add(0);
  const Frame lost = giver.add(1);
  giver.settle();
  const std::vector<Frame> sent = giver.mempool.lacking(asker.mempool.window(0));
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].id() == lost.id());
  CHECK(asker.mempool.lacking(giver.mempool.window(0)).empty());
  CHECK(giver.mempool.lacking(PendingWindow{}).empty());
}

TEST_CASE("pending_window: what came since the tick before is taken to be on its way",
          "[unit][ledger]") {
  Fixture giver;
  const PendingWindow nothing{0, kLastPrefix, {}};
  giver.add(0);
  CHECK(giver.mempool.lacking(nothing).empty());
  giver.mempool.tick();
  CHECK(giver.mempool.lacking(nothing).empty());
  giver.mempool.tick();
  CHECK(giver.mempool.lacking(nothing).size() == 1);
}

TEST_CASE("pending_window: windows in turn cover all ids, and each is bounded", "[unit][ledger]") {
  Fixture f;
  for (std::uint32_t coin = 0; coin < kCoins; ++coin) {
    f.add(coin);
  }
  std::size_t listed = 0;
  std::size_t windows = 0;
  for (IdPrefix from = 0;; ++windows) {
    const PendingWindow window = f.mempool.window(from);
    CHECK(window.held.size() <= kStatusTransactionsMax);
    CHECK(window.first == from);
    listed += window.held.size();
    if (window.last == kLastPrefix) {
      break;
    }
    from = window.last + 1;
  }
  CHECK(listed == kCoins);
  CHECK(windows == kCoins / kStatusTransactionsMax);
  f.settle();
  CHECK(f.mempool.lacking({0, kLastPrefix, {}}).size() == 64);
}

TEST_CASE("pending_window: a full pool asks for nothing", "[unit][ledger]") {
  Fixture f{{2, 1 << 20, 2, 1 << 20}};
  f.add(0);
  CHECK(f.mempool.window(0).covers(7));
  f.add(1);
  CHECK_FALSE(f.mempool.window(0).covers(7));
}

}  // namespace callo
