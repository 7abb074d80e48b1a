#include "sim/scenario/network_plan.hpp"

#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

std::vector<CubeLabel> labels(LabelOrder order, std::uint64_t seed) {
  NetworkSpec network;
  network.cities = {{"Lagos", 20}, {"London", 17}, {"Singapore", 5}};
  network.topology.labels = order;
  const NodeMap map{network};
  const CubePlacement placement = place_nodes(network, map, seed);
  std::vector<CubeLabel> found;
  for (std::uint32_t node = 0; node < map.nodes(); ++node) {
    found.push_back(placement.label_of(NodeId{node}));
    CHECK(placement.node_at(found.back()) == NodeId{node});
  }
  return found;
}

TEST_CASE("network_plan: labels by lot depend on the seed alone, the others on none", "[unit]") {
  CHECK(labels(LabelOrder::random, 1) == labels(LabelOrder::random, 1));
  CHECK(labels(LabelOrder::random, 1) != labels(LabelOrder::random, 2));
  CHECK(labels(LabelOrder::random, 1) != labels(LabelOrder::given, 1));
  CHECK(labels(LabelOrder::latency, 1) == labels(LabelOrder::latency, 2));
  CHECK(labels(LabelOrder::given, 1)[41] == CubeLabel{41});
}

}  // namespace
}  // namespace callo::sim
