#include "protocol/overlay/exchange_plan.hpp"

#include <set>

#include "tests/support/catch.hpp"

namespace callo {

namespace {

std::vector<ExchangePlan> plans(std::uint32_t nodes, DimensionOrder order) {
  const CubePlacement placement{nodes};
  const Directory directory = Directory::one_to_one(nodes);
  std::vector<ExchangePlan> all;
  for (std::uint32_t node = 0; node < nodes; ++node) {
    all.emplace_back(NodeId{node}, placement, directory, order);
  }
  return all;
}

}  // namespace

TEST_CASE("exchange plan: after the last step everybody holds everything, for any N", "[unit]") {
  const auto order = GENERATE(DimensionOrder::ascending, DimensionOrder::descending);
  for (std::uint32_t nodes = 2; nodes <= 70; ++nodes) {
    CAPTURE(nodes);
    const auto all = plans(nodes, order);
    std::vector<std::set<std::uint32_t>> held(nodes);
    for (std::uint32_t node = 0; node < nodes; ++node) {
      held[node].insert(node);
    }
    for (std::size_t step = 0; step < all[0].steps(); ++step) {
      const auto before = held;
      for (std::uint32_t node = 0; node < nodes; ++node) {
        for (const ExchangePlan::Partner& partner : all[node].partners(step)) {
          held[node].insert(before[partner.node.value].begin(), before[partner.node.value].end());
        }
      }
    }
    for (const auto& votes : held) {
      CHECK(votes.size() == nodes);
    }
  }
}

TEST_CASE("exchange plan: N times n frames when N is a power of two", "[unit]") {
  const auto all = plans(64, DimensionOrder::ascending);
  std::size_t frames = 0;
  for (const ExchangePlan& plan : all) {
    for (std::size_t step = 0; step < plan.steps(); ++step) {
      frames += plan.partners(step).size();
    }
  }
  CHECK(frames == 64 * 6);
  CHECK(all[5].partners(0)[0].node == NodeId{4});
  CHECK(all[5].partners(5)[0].node == NodeId{37});
}

TEST_CASE("exchange plan: partnership is mutual, and in one step only", "[unit]") {
  for (const std::uint32_t nodes : {2U, 3U, 9U, 23U, 64U, 100U}) {
    CAPTURE(nodes);
    const auto all = plans(nodes, DimensionOrder::descending);
    for (std::uint32_t node = 0; node < nodes; ++node) {
      std::set<std::uint32_t> met;
      for (std::size_t step = 0; step < all[node].steps(); ++step) {
        for (const ExchangePlan::Partner& partner : all[node].partners(step)) {
          CHECK(met.insert(partner.node.value).second);
          const auto seat = all[partner.node.value].seat_of(EndpointId{node});
          REQUIRE(seat.has_value());
          CHECK(seat->step == step);
          CHECK(all[partner.node.value].partners(step)[seat->partner].node == NodeId{node});
        }
      }
      CHECK(met.count(node) == 0);
      CHECK_FALSE(all[node].seat_of(EndpointId{nodes + 1}).has_value());
    }
  }
}

TEST_CASE("exchange plan: both twins sit on the seat of their node", "[unit]") {
  const Directory directory{{{EndpointId{0}}, {EndpointId{1}, EndpointId{9}}}};
  const ExchangePlan plan{NodeId{0}, CubePlacement{2}, directory, DimensionOrder::ascending};
  REQUIRE(plan.partners(0).size() == 1);
  CHECK(plan.partners(0)[0].endpoints == std::vector<EndpointId>{{1}, {9}});
  CHECK(plan.seat_of(EndpointId{9})->partner == 0);
}

TEST_CASE("cube placement: a permutation moves the partners with it", "[unit]") {
  const CubePlacement placement{{CubeLabel{3}, CubeLabel{0}, CubeLabel{1}, CubeLabel{2}}};
  const Directory directory = Directory::one_to_one(4);
  const ExchangePlan plan{NodeId{0}, placement, directory, DimensionOrder::ascending};
  CHECK(placement.node_at(CubeLabel{3}) == NodeId{0});
  CHECK(plan.partners(0)[0].node == NodeId{3});  // label 2
  CHECK(plan.partners(1)[0].node == NodeId{2});  // label 1
}

}  // namespace callo
