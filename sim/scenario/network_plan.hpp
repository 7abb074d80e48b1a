#pragma once

#include <cstdint>

#include "protocol/overlay/cube_placement.hpp"
#include "protocol/overlay/overlay_shape.hpp"
#include "sim/network/network_config.hpp"
#include "sim/scenario/selectors.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// The network that a scenario describes: cities, latencies, jitter, bandwidth.
struct NetworkPlan {
  NetworkConfig config;
  // Share of the node pairs in different cities whose latency is measured, in parts per million.
  std::uint32_t measured_links_ppm{};
};

// Who is whose neighbour; `seed` is that of random links.
OverlayShape overlay_shape(const TopologySpec& spec, std::uint64_t seed);

// Which node stands at which corner of the cube. Without cities every placement is as near as any.
CubePlacement place_nodes(const NetworkSpec& spec, const NodeMap& map, std::uint64_t seed);

// One link entry per endpoint: the nodes first, then the second endpoints of twins, each in the
// city of its node. `endpoint_nodes[i]` is the node of endpoint i.
NetworkPlan plan_network(const NetworkSpec& spec, const NodeMap& map,
                         std::span<const std::uint32_t> endpoint_nodes, std::uint64_t seed);

}  // namespace callo::sim
