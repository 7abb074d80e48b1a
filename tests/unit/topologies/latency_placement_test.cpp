#include "topologies/latency_placement.hpp"

#include <set>

#include "tests/support/catch.hpp"

namespace callo::topologies {

namespace {

using namespace std::chrono_literals;

// Places 0 and 1 are on one side of an ocean, 2 and 3 on the other.
const std::vector<Duration> kTwoContinents{1ms,  10ms, 90ms, 95ms, 10ms, 1ms,  92ms, 93ms,
                                           90ms, 92ms, 1ms,  12ms, 95ms, 93ms, 12ms, 1ms};

}  // namespace

TEST_CASE("latency placement: only the highest dimension crosses the ocean", "[unit]") {
  // Interleaved, so that the given order would cross in every dimension.
  std::vector<std::uint32_t> places;
  for (std::uint32_t node = 0; node < 16; ++node) {
    places.push_back((node * 7) % 4);
  }
  const auto labels = place_by_latency(places, kTwoContinents);
  for (std::uint32_t a = 0; a < 16; ++a) {
    for (std::uint32_t b = 0; b < 16; ++b) {
      const bool same_half = labels[a].value / 8 == labels[b].value / 8;
      CHECK(same_half == (places[a] / 2 == places[b] / 2));
    }
  }
}

TEST_CASE("latency placement: a permutation, for any number of nodes", "[unit]") {
  for (std::uint32_t nodes = 2; nodes <= 40; ++nodes) {
    std::vector<std::uint32_t> places;
    for (std::uint32_t node = 0; node < nodes; ++node) {
      places.push_back((node * node) % 4);
    }
    const auto labels = place_by_latency(places, kTwoContinents);
    const std::set<CubeLabel> distinct(labels.begin(), labels.end());
    CHECK(distinct.size() == nodes);
    CHECK(distinct.rbegin()->value == nodes - 1);
    CHECK(labels == place_by_latency(places, kTwoContinents));
  }
}

}  // namespace callo::topologies
