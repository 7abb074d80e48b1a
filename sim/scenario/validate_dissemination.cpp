#include "sim/scenario/validate_dissemination.hpp"

#include <bit>
#include <string>

namespace callo::sim {

namespace {

void refuse_idle_key(Reading& reading, const std::string& key, const std::string& needs) {
  if (reading.was_given(key)) {
    reading.refuse(key, "'" + key + "' means nothing here", needs);
  }
}

void check_trees(Reading& reading, std::uint32_t trees, std::uint32_t nodes) {
  const auto trees_max = static_cast<std::uint32_t>(std::bit_width(nodes - 1));
  if (nodes >= 2 && trees > trees_max && reading.is_sound("consensus.trees")) {
    reading.refuse("consensus.trees", std::to_string(nodes) + " nodes have at most " +
                                          std::to_string(trees_max) +
                                          " edge-disjoint spanning trees");
  }
}

}  // namespace

void validate_dissemination(Reading& reading, const ScenarioSpec& spec, std::uint32_t nodes) {
  const Dissemination way = spec.consensus.dissemination;
  if (!reading.is_sound("consensus.dissemination")) {
    return;
  }
  if (way == Dissemination::direct && spec.network.topology.kind != TopologyKind::complete &&
      reading.is_sound("network.topology")) {
    reading.refuse("consensus.dissemination",
                   "\"direct\" reaches neighbours only: the topology must be \"complete\"",
                   "write kind = \"complete\" in network.topology, or dissemination = \"flood\"");
  }
  if (way == Dissemination::tree || way == Dissemination::exchange) {
    check_trees(reading, spec.consensus.trees, nodes);
  } else {
    refuse_idle_key(reading, "consensus.trees", "it is for \"tree\" and \"exchange\"");
  }
  if (way != Dissemination::exchange) {
    for (const char* key : {"consensus.exchange_timeout", "consensus.exchange_order"}) {
      refuse_idle_key(reading, key, "it is for dissemination = \"exchange\"");
    }
  }
  if (spec.network.topology.labels == LabelOrder::latency && spec.network.cities.empty()) {
    refuse_idle_key(reading, "network.topology.labels", "\"latency\" needs network.cities");
  }
}

}  // namespace callo::sim
