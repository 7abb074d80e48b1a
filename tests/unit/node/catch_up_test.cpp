#include "protocol/node/catch_up.hpp"

#include <map>
#include <set>

#include "protocol/crypto/sha256.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_random.hpp"

namespace callo {

namespace {

using namespace std::chrono_literals;

constexpr EndpointId kAnna{1};
constexpr EndpointId kBert{2};
constexpr EndpointId kCarl{3};

MonotonicTime at(Duration time) {
  return MonotonicTime{time};
}

Frame block_frame(Height height, std::size_t size = 100) {
  Bytes bytes(size);
  bytes[0] = static_cast<std::uint8_t>(height);
  bytes[1] = static_cast<std::uint8_t>(height >> 8);
  return make_frame(std::move(bytes));
}

std::vector<CatchUp::Ask> plan(CatchUp& catch_up, Duration time, Height next) {
  std::vector<CatchUp::Ask> asks;
  catch_up.plan(at(time), next, asks);
  return asks;
}

}  // namespace

TEST_CASE("catch up: peers are asked in parallel, each for a range of its own", "[unit][node]") {
  CatchUp catch_up{{}};
  catch_up.on_claim(kAnna, 100, 1);
  catch_up.on_claim(kBert, 100, 1);
  catch_up.on_claim(kCarl, 6, 1);
  const auto asks = plan(catch_up, 0s, 1);
  REQUIRE(asks.size() == 2);  // nothing is left that Carl has
  CHECK(asks[0].peer == kAnna);
  CHECK(asks[0].request == BlockRequest{1, 4});
  CHECK(asks[1].peer == kBert);
  CHECK(asks[1].request == BlockRequest{5, 4});
  CHECK(plan(catch_up, 1ms, 1).empty());             // one request a peer at a time
  CHECK(catch_up.deadline(at(0s), 1) == at(500ms));  // then Carl is asked for the first one too
}

TEST_CASE("catch up: who is level asks nobody", "[unit][node]") {
  CatchUp catch_up{{}};
  catch_up.on_claim(kAnna, 9, 10);
  CHECK(plan(catch_up, 0s, 10).empty());
  CHECK(catch_up.peers() == 0);
  CHECK_FALSE(catch_up.deadline(at(0s), 10).has_value());
}

TEST_CASE("catch up: a block counts only from the peer that was asked, and once", "[unit][node]") {
  CatchUp catch_up{{}};
  catch_up.on_claim(kAnna, 100, 1);
  plan(catch_up, 0s, 1);
  CHECK_FALSE(catch_up.on_block(at(1ms), kBert, 1, block_frame(1), 1));
  CHECK_FALSE(catch_up.on_block(at(1ms), kAnna, 50, block_frame(50), 1));
  CHECK(catch_up.on_block(at(1ms), kAnna, 1, block_frame(1), 1));
  CHECK_FALSE(catch_up.on_block(at(1ms), kAnna, 1, block_frame(1), 1));
  CHECK(catch_up.held(1).id() == block_frame(1).id());
  CHECK(catch_up.on_block(at(2ms), kAnna, 3, block_frame(3), 1));
  CHECK_FALSE(bool(catch_up.held(2)));
  CHECK(catch_up.held_bytes() == 200);
}

TEST_CASE("catch up: a peer that answers in full is asked for more, in part for less",
          "[unit][node]") {
  CatchUp catch_up{{}};
  catch_up.on_claim(kAnna, 100, 1);
  plan(catch_up, 0s, 1);
  for (Height height = 1; height <= 4; ++height) {
    REQUIRE(catch_up.on_block(at(1ms), kAnna, height, block_frame(height), height));
    catch_up.on_accepted(height);
  }
  auto asks = plan(catch_up, 2ms, 5);
  REQUIRE(asks.size() == 1);
  CHECK(asks[0].request == BlockRequest{5, 6});
  REQUIRE(catch_up.on_block(at(3ms), kAnna, 5, block_frame(5), 5));
  REQUIRE(catch_up.on_block(at(3ms), kAnna, 6, block_frame(6), 5));
  catch_up.on_accepted(5);
  catch_up.on_accepted(6);
  asks = plan(catch_up, 2s, 7);
  REQUIRE(asks.size() == 1);
  CHECK(asks[0].request == BlockRequest{7, 2});
}

TEST_CASE("catch up: the heights of a peer that stalls go to another, and it is set aside",
          "[unit][node]") {
  CatchUp catch_up{{}};
  catch_up.on_claim(kAnna, 1'000'000, 1);  // a liar: it has nothing
  plan(catch_up, 0s, 1);
  catch_up.on_claim(kBert, 100, 1);
  plan(catch_up, 0s, 1);
  for (Height height = 5; height <= 8; ++height) {
    REQUIRE(catch_up.on_block(at(10ms), kBert, height, block_frame(height), 1));
  }
  REQUIRE(plan(catch_up, 20ms, 1).front().request == BlockRequest{9, 6});
  for (Height height = 9; height <= 14; ++height) {
    REQUIRE(catch_up.on_block(at(30ms), kBert, height, block_frame(height), 1));
  }
  const auto asks = plan(catch_up, 1s, 1);
  REQUIRE(asks.size() == 1);  // not Anna, who could be asked for others
  CHECK(asks[0].peer == kBert);
  CHECK(asks[0].request == BlockRequest{1, 4});
  for (Height height = 1; height <= 4; ++height) {
    REQUIRE(catch_up.on_block(at(1'010ms), kBert, height, block_frame(height), height));
    catch_up.on_accepted(height);
  }
  CHECK(plan(catch_up, 2'990ms, 15).size() == 1);  // Bert again
  CHECK(plan(catch_up, 3s, 15).front().peer == kAnna);
}

TEST_CASE(
    "catch up: the height that holds up all others is asked of one more peer while it is late",
    "[unit][node]") {
  CatchUp catch_up{{}};
  for (const EndpointId peer : {kAnna, kBert, kCarl}) {
    catch_up.on_claim(peer, 1, 1);
  }
  const auto first = plan(catch_up, 0s, 1);
  REQUIRE(first.size() == 1);
  CHECK(first[0].peer == kAnna);
  CHECK(plan(catch_up, 499ms, 1).empty());
  const auto second = plan(catch_up, 500ms, 1);
  REQUIRE(second.size() == 1);
  CHECK(second[0].peer == kBert);
  CHECK(second[0].request == BlockRequest{1, 1});
  CHECK(plan(catch_up, 501ms, 1).empty());
  CHECK(catch_up.deadline(at(501ms), 1) == at(1s));
  // Whoever comes first is taken, and only that one.
  CHECK(catch_up.on_block(at(600ms), kAnna, 1, block_frame(1), 1));
  CHECK_FALSE(catch_up.on_block(at(610ms), kBert, 1, block_frame(1), 1));
  CHECK(catch_up.held_bytes() == 100);
}

TEST_CASE("catch up: patience follows the time that answers take", "[unit][node]") {
  CatchUp catch_up{{}};
  catch_up.on_claim(kAnna, 2'000, 1);
  Duration time{};
  Height next = 1;
  while (next < 1'000) {
    for (const CatchUp::Ask& ask : plan(catch_up, time, next)) {
      time += 20ms;
      for (Height height = next; height < ask.request.first + ask.request.count; ++height) {
        REQUIRE(catch_up.on_block(at(time), kAnna, height, block_frame(height), height));
        catch_up.on_accepted(next++);
      }
    }
  }
  catch_up.on_claim(kBert, 2'000, next);
  catch_up.on_claim(kCarl, next, next);
  REQUIRE(plan(catch_up, time, next).size() == 2);
  CHECK(plan(catch_up, time + 40ms, next).empty());
  const auto again = plan(catch_up, time + 60ms, next);
  REQUIRE(again.size() == 1);
  CHECK(again[0].peer == kCarl);
}

TEST_CASE("catch up: when all have stalled they are asked again, one block each", "[unit][node]") {
  CatchUp catch_up{{}};
  catch_up.on_claim(kAnna, 100, 1);
  catch_up.on_claim(kBert, 100, 1);
  REQUIRE(plan(catch_up, 0s, 1).size() == 2);
  const auto again = plan(catch_up, 1s, 1);
  REQUIRE(again.size() == 1);
  CHECK(again[0].request == BlockRequest{1, 1});
  const auto other = plan(catch_up, 1'500ms, 1);
  REQUIRE(other.size() == 1);
  CHECK(other[0].peer != again[0].peer);
}

TEST_CASE("catch up: an answer that comes late counts until its peer is asked for something else",
          "[unit][node]") {
  CatchUp catch_up{{}};
  catch_up.on_claim(kAnna, 100, 1);
  plan(catch_up, 0s, 1);
  catch_up.on_claim(kBert, 2, 1);
  plan(catch_up, 1s, 1);  // Anna's time is over; Bert is asked for 1 and 2
  CHECK(catch_up.on_block(at(1'100ms), kAnna, 1, block_frame(1), 1));
  CHECK_FALSE(catch_up.on_block(at(1'200ms), kBert, 1, block_frame(1), 1));
  CHECK(catch_up.on_block(at(1'300ms), kAnna, 4, block_frame(4), 1));
}

// What one peer at a time took up to 33 s for. A request is lost with probability 1/3, its answer
// as well, so one of nine peers asked fails with 5/9; the chance that a block takes longer than
// twelve tries that follow each other by half a second at most is (5/9)^12 = 0.0009, for all 100
// blocks of 40 seeds less than 4 such blocks are expected, of which none may take 10 s (20 tries,
// 0.03 expected).
TEST_CASE("catch up: with a third of all messages lost a block comes within seconds",
          "[unit][node]") {
  Duration longest{};
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    test::SmallRandom random{seed};
    CatchUp catch_up{{}};
    std::multimap<Duration, std::pair<EndpointId, Height>> under_way;
    Duration time{};
    for (Height next = 1; next <= 100; ++next) {
      const Duration began = time;
      for (; !catch_up.held(next); time += 10ms) {
        for (std::uint32_t peer = 0; peer < 5; ++peer) {
          catch_up.on_claim(EndpointId{peer}, next, next);  // a new block now and then
        }
        for (const CatchUp::Ask& ask : plan(catch_up, time, next)) {
          if (random.below(3) != 0 && random.below(3) != 0) {
            under_way.emplace(time + 40ms, std::pair{ask.peer, ask.request.first});
          }
        }
        while (!under_way.empty() && under_way.begin()->first <= time) {
          const auto [peer, height] = under_way.extract(under_way.begin()).mapped();
          catch_up.on_block(at(time), peer, height, block_frame(height), next);
        }
      }
      catch_up.on_accepted(next);
      longest = std::max(longest, time - began);
    }
  }
  CHECK(longest < 10s);
}

TEST_CASE("catch up: a false block costs its server everything it sent", "[unit][node]") {
  CatchUp catch_up{{}};
  catch_up.on_claim(kAnna, 100, 1);
  catch_up.on_claim(kBert, 100, 1);
  plan(catch_up, 0s, 1);
  REQUIRE(catch_up.on_block(at(1ms), kAnna, 1, block_frame(1), 1));
  REQUIRE(catch_up.on_block(at(1ms), kAnna, 2, block_frame(2), 1));
  REQUIRE(catch_up.on_block(at(1ms), kBert, 5, block_frame(5), 1));
  catch_up.on_refused(at(1ms), 1);
  CHECK_FALSE(bool(catch_up.held(2)));
  CHECK(bool(catch_up.held(5)));
  for (Height height = 6; height <= 8; ++height) {
    REQUIRE(catch_up.on_block(at(2ms), kBert, height, block_frame(height), 1));
  }
  const auto asks = plan(catch_up, 3ms, 1);
  REQUIRE(asks.size() == 1);
  CHECK(asks[0].peer == kBert);
  CHECK(asks[0].request == BlockRequest{1, 4});
  CHECK_FALSE(catch_up.on_block(at(4ms), kAnna, 3, block_frame(3), 1));
}

TEST_CASE("catch up: blocks that wait for an earlier one are bounded in number and bytes",
          "[unit][node]") {
  CatchUp catch_up{{.window = 8, .held_bytes_max = 250}};
  for (std::uint32_t peer = 0; peer < 10; ++peer) {
    catch_up.on_claim(EndpointId{peer}, UINT64_MAX, 1);
  }
  plan(catch_up, 0s, 1);
  CHECK(catch_up.heights() == 8);
  CHECK(catch_up.on_block(at(1ms), EndpointId{0}, 2, block_frame(2), 1));
  CHECK(catch_up.on_block(at(1ms), EndpointId{0}, 3, block_frame(3), 1));
  CHECK_FALSE(catch_up.on_block(at(1ms), EndpointId{0}, 4, block_frame(4), 1));
  CHECK(
      catch_up.on_block(at(1ms), EndpointId{0}, 1, block_frame(1), 1));  // what is next fits always
  CHECK(catch_up.held_bytes() == 300);
}

TEST_CASE("catch up: remembers no more peers than it may", "[unit][node]") {
  CatchUp catch_up{{.peers_max = 3}};
  for (std::uint32_t peer = 0; peer < 10; ++peer) {
    catch_up.on_claim(EndpointId{peer}, 100, 1);
  }
  CHECK(catch_up.peers() == 3);
  plan(catch_up, 0s, 1);
  plan(catch_up, 1s, 1);  // all stalled: any of them may make room that is not asked again
  catch_up.on_claim(EndpointId{77}, 100, 1);
  CHECK(catch_up.peers() == 3);
  const auto asks = plan(catch_up, 1s, 1);
  REQUIRE(asks.size() == 1);
  CHECK(asks[0].peer == EndpointId{77});
}

// Four honest peers of six; the others claim anything and then stall, drip, or serve what is false.
TEST_CASE("catch up: reaches the head whatever two of six peers do", "[unit][node]") {
  const auto seed = GENERATE(range(1U, 60U));
  test::SmallRandom random{seed};
  constexpr Height kHead = 300;
  CatchUp catch_up{{}};
  Height next = 1;
  Duration time{};
  std::multimap<Duration, std::pair<EndpointId, Height>> under_way;
  std::set<Height> false_blocks;
  const auto is_liar = [](EndpointId peer) { return peer.value >= 4; };
  while (next <= kHead && time < 600s) {
    for (std::uint32_t peer = 0; peer < 6; ++peer) {
      const EndpointId endpoint{peer};
      catch_up.on_claim(endpoint, is_liar(endpoint) ? random.below(5'000) : kHead, next);
    }
    for (const CatchUp::Ask& ask : plan(catch_up, time, next)) {
      for (Height height = ask.request.first; height < ask.request.first + ask.request.count;
           ++height) {
        if (!is_liar(ask.peer) || random.below(3) == 0) {
          const auto delay = std::chrono::milliseconds{20 + random.below(40)};
          under_way.emplace(time + delay, std::pair{ask.peer, height});
        }
      }
    }
    time += 10ms;
    while (!under_way.empty() && under_way.begin()->first <= time) {
      const auto [peer, height] = under_way.extract(under_way.begin()).mapped();
      if (!catch_up.on_block(at(time), peer, height, block_frame(height), next)) {
        continue;
      }
      if (is_liar(peer)) {
        false_blocks.insert(height);
      } else {
        false_blocks.erase(height);
      }
    }
    while (catch_up.held(next)) {
      if (false_blocks.contains(next)) {
        catch_up.on_refused(at(time), next);
        break;
      }
      catch_up.on_accepted(next++);
    }
    REQUIRE(catch_up.heights() <= CatchUpLimits{}.window);
  }
  CHECK(next > kHead);
  CHECK(time < 20s);
}

}  // namespace callo
