#include "protocol/node/vote_exchange.hpp"

#include "tests/support/catch.hpp"

namespace callo {

using namespace std::chrono_literals;

namespace {

constexpr Duration kTimeout = 800ms;
const VotePhase kPhase{7, 0, VoteType::prevote};

struct Sent {
  VotePhase phase;
  std::uint8_t step;
  NodeId partner;
  bool knew;  // the partner's own bundle had come before
};

// Node 0 of eight: its partners are 1, 2 and 4, in steps 0, 1 and 2.
class Fixture : public BundleSender {
 public:
  void send_bundle(const VotePhase& phase, std::uint8_t step, const ExchangePlan::Partner& partner,
                   const VoteBundlePointer& came_from_partner, Effects&) override {
    sent.push_back({phase, step, partner.node, came_from_partner != nullptr});
  }

  void hear(Duration at, std::uint32_t from, std::uint8_t step, VotePhase phase = kPhase) {
    auto bundle = std::make_shared<VoteBundle>(VoteBundle{phase, step, {}});
    exchange.hear(MonotonicTime{at}, EndpointId{from}, bundle, out);
  }

  void begin(Duration at, VotePhase phase = kPhase) {
    exchange.begin(MonotonicTime{at}, phase, out);
  }

  // Lets the armed timer fire; returns when it did.
  Duration fire() {
    REQUIRE(!out.timers.empty());
    const MonotonicTime due = out.timers.back().deadline;
    out.clear();
    exchange.on_timer(due, out);
    return due.time_since_epoch();
  }

  std::vector<Sent> sent;
  Effects out;
  Directory directory = Directory::one_to_one(8);
  ExchangePlan plan{NodeId{0}, CubePlacement{8}, directory, DimensionOrder::ascending};
  VoteExchange exchange{plan, kTimeout, *this};
};

}  // namespace

TEST_CASE("vote exchange: one bundle a step, each after the partner's of the step before",
          "[unit][node]") {
  Fixture f;
  f.begin(0ms);
  REQUIRE(f.sent.size() == 1);
  CHECK(f.sent[0].partner == NodeId{1});
  f.hear(1ms, 1, 0);
  REQUIRE(f.sent.size() == 2);
  CHECK(f.sent[1].partner == NodeId{2});
  f.hear(2ms, 2, 1);
  f.hear(3ms, 4, 2);
  REQUIRE(f.sent.size() == 3);
  CHECK(f.sent[2].step == 2);
  CHECK(f.exchange.is_over(kPhase));
}

TEST_CASE("vote exchange: a bundle that comes early counts when its step comes", "[unit][node]") {
  Fixture f;
  f.hear(0ms, 2, 1);
  f.hear(0ms, 1, 0);
  CHECK(f.sent.empty());
  CHECK(f.exchange.is_awaited(kPhase));
  f.begin(1ms);
  REQUIRE(f.sent.size() == 3);
  CHECK(f.sent[0].knew);
  CHECK(f.sent[1].knew);
  CHECK_FALSE(f.sent[2].knew);
  CHECK_FALSE(f.exchange.is_over(kPhase));
}

TEST_CASE("vote exchange: a silent partner is waited for at most the timeout", "[unit][node]") {
  Fixture f;
  f.begin(0ms);
  const Duration waited = f.fire();
  CHECK(waited <= kTimeout);
  CHECK(waited >= kTimeout / 2);
  CHECK(f.sent.size() == 2);
  CHECK(f.exchange.is_silent(EndpointId{1}));
}

TEST_CASE("vote exchange: who stays silent costs less than 1.4 timeouts in all", "[unit][node]") {
  Fixture f;
  Duration waited{0};
  for (Height height = 1; height <= 20; ++height) {
    const VotePhase phase{height, 0, VoteType::prevote};
    const Duration start = std::chrono::seconds{10 * height};
    f.hear(start, 1, 0, phase);
    f.hear(start, 2, 1, phase);
    f.out.clear();
    f.begin(start, phase);
    while (!f.exchange.is_over(phase)) {
      waited += f.fire() - start;
    }
  }
  CHECK(waited < kTimeout * 14 / 10);
  CHECK(waited > kTimeout);
}

TEST_CASE("vote exchange: a partner that answers again is trusted again", "[unit][node]") {
  Fixture f;
  f.begin(0ms);
  const Duration passed = f.fire();
  CHECK(f.exchange.is_silent(EndpointId{1}));
  SECTION("at once when it was only slow") {
    f.hear(passed + 1ms, 1, 0);
    CHECK_FALSE(f.exchange.is_silent(EndpointId{1}));
  }
  SECTION("bundle by bundle when it was away") {
    f.hear(10s, 1, 0);
    CHECK(f.exchange.is_silent(EndpointId{1}));
    for (Height height = 8; height < 10; ++height) {
      f.hear(10s, 1, 0, {height, 0, VoteType::prevote});
    }
    CHECK_FALSE(f.exchange.is_silent(EndpointId{1}));
  }
}

TEST_CASE("vote exchange: a liar that answers every other time soon delays nobody",
          "[unit][node]") {
  Fixture f;
  Duration waited{0};
  for (Height height = 1; height <= 200; ++height) {
    const VotePhase phase{height, 0, VoteType::prevote};
    const Duration start = std::chrono::seconds{10 * height};
    f.hear(start, 2, 1, phase);
    f.hear(start, 4, 2, phase);
    if (height % 2 == 0) {
      f.hear(start, 1, 0, phase);
    }
    f.out.clear();
    f.begin(start, phase);
    while (!f.exchange.is_over(phase)) {
      waited += f.fire() - start;
    }
  }
  CHECK(waited < kTimeout * 2);
}

TEST_CASE("vote exchange: bundles of strangers and of other steps count for nothing",
          "[unit][node]") {
  Fixture f;
  f.begin(0ms);
  f.hear(1ms, 7, 0);
  f.hear(1ms, 1, 1);
  f.hear(1ms, 1, kOutsideExchange);
  CHECK(f.sent.size() == 1);
}

TEST_CASE("vote exchange: it remembers a bounded number of phases, the newest", "[unit][node]") {
  Fixture f;
  for (Height height = 1; height <= 100; ++height) {
    f.begin(0ms, {height, 0, VoteType::prevote});
  }
  std::size_t known = 0;
  for (Height height = 1; height <= 100; ++height) {
    known += f.exchange.has_begun({height, 0, VoteType::prevote}) ? 1U : 0U;
  }
  CHECK(known == VoteExchange::kPhasesMax);
  CHECK(f.exchange.has_begun({100, 0, VoteType::prevote}));
}

}  // namespace callo
