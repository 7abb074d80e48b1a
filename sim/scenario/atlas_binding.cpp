// What the atlas is told of a scenario.
#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/overlay/overlay_shape.hpp"
#include "sim/scenario/fault_binding.hpp"
#include "sim/scenario/network_plan.hpp"

namespace callo::sim {

// It is not known beforehand when an order takes effect.
std::vector<std::int64_t> least_powers(const ScenarioSpec& spec, const NodeMap& map) {
  std::vector<std::int64_t> powers(map.nodes(), 1);
  for (const ValidatorChangeSpec& change : spec.validator_changes) {
    for (const std::uint32_t node : resolve_nodes(map, change.nodes)) {
      const bool is_first = change.at == Duration{};
      powers[node] = is_first ? change.power : std::min(powers[node], change.power);
    }
  }
  return powers;
}

std::int64_t corruptible_power(const ScenarioSpec& spec, const NodeMap& map) {
  std::int64_t total = 0;
  for (const std::int64_t power : least_powers(spec, map)) {
    total += power;
  }
  return spec.adversary ? total * spec.adversary->power.parts_per_million / kCertain : 0;
}

namespace {

std::vector<std::vector<std::uint32_t>> everybody(std::uint32_t nodes) {
  std::vector<std::vector<std::uint32_t>> neighbours(nodes);
  for (std::uint32_t node = 0; node < nodes; ++node) {
    for (std::uint32_t other = 0; other < nodes; ++other) {
      if (other != node) {
        neighbours[node].push_back(other);
      }
    }
  }
  return neighbours;
}

std::vector<std::vector<std::uint32_t>> overlay_neighbours(const ScenarioSpec& spec,
                                                           const NodeMap& map, std::uint64_t seed) {
  const Result<Adjacency> overlay = make_overlay(overlay_shape(spec.network.topology, seed));
  CALLO_CHECK(overlay.has_value());
  const CubePlacement placement = place_nodes(spec.network, map, seed);
  std::vector<std::vector<std::uint32_t>> neighbours(map.nodes());
  for (std::uint32_t node = 0; node < map.nodes(); ++node) {
    for (const CubeLabel label : (*overlay)[placement.label_of(NodeId{node}).value]) {
      neighbours[node].push_back(placement.node_at(label).value);
    }
  }
  return neighbours;
}

}  // namespace

AtlasWorld atlas_world(const ScenarioSpec& spec, const NodeMap& map, const Cast& cast,
                       std::uint64_t seed) {
  AtlasWorld world;
  world.powers = least_powers(spec, map);
  for (std::uint32_t node = 0; node < map.nodes(); ++node) {
    world.lies.push_back(!cast.is_honest(NodeId{node}));
  }
  if (spec.adversary && spec.adversary->corruption == Corruption::adaptive) {
    world.corruptible = corruptible_power(spec, map);
  }
  const bool is_direct = spec.consensus.dissemination == Dissemination::direct;
  world.neighbours = is_direct ? everybody(map.nodes()) : overlay_neighbours(spec, map, seed);
  for (const std::uint32_t node : cast.endpoint_nodes()) {
    world.cities.push_back(map.city_index(node));
  }
  return world;
}

std::vector<EndpointId> healed_core(const FaultAtlas& atlas,
                                    const std::vector<FaultSettings>& faults) {
  std::vector<EndpointId> core;
  for (const NodeId node : atlas.core(faults, end_of(faults))) {
    core.push_back(EndpointId{node.value});
  }
  return core;
}

}  // namespace callo::sim
