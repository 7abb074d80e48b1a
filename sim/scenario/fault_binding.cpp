#include "sim/scenario/fault_binding.hpp"

#include <algorithm>
#include <set>

#include "sim/faults/random_plan.hpp"
#include "sim/traitors/random_traitors.hpp"

namespace callo::sim {

namespace {

class FaultBinder {
 public:
  FaultBinder(const NodeMap& map, const Cast& cast) : map_{map}, directory_{cast.directory()} {}

  FaultSettings bind(const FaultSpec& spec) const {
    FaultSettings settings;
    settings.id = spec.id;
    settings.kind = spec.kind;
    settings.at = spec.at;
    settings.duration = spec.duration;
    settings.nodes = endpoints(spec.nodes);
    settings.links = links(spec.links);
    settings.cities = cities(spec.cities);
    settings.cities_total = static_cast<std::uint32_t>(map_.cities().size());
    settings.groups = groups(spec.groups);
    settings.disk = spec.disk;
    settings.is_one_way = spec.one_way;
    settings.probability_ppm = spec.probability.parts_per_million;
    settings.delay = spec.delay;
    settings.offset = std::chrono::milliseconds{spec.offset_ms};
    settings.drift_ppm = spec.drift_ppm;
    return settings;
  }

 private:
  std::vector<EndpointId> endpoints(const NodeSelectors& selectors) const {
    std::vector<NodeId> nodes;
    for (const std::uint32_t node : resolve_nodes(map_, selectors)) {
      nodes.push_back(NodeId{node});
    }
    return directory_.endpoints_of(nodes);
  }

  std::vector<LinkScope> links(const LinkSelectors& selectors) const {
    std::vector<LinkScope> scopes;
    for (const DirectedLink& link : resolve_links(map_, selectors)) {
      for (const EndpointId from : directory_.endpoints_of(NodeId{link.from})) {
        for (const EndpointId to : directory_.endpoints_of(NodeId{link.to})) {
          scopes.push_back(LinkScope::between(from, to));
        }
      }
    }
    return scopes;
  }

  std::vector<std::uint32_t> cities(const std::vector<std::string>& names) const {
    std::vector<std::uint32_t> indices;
    for (const std::string& name : names) {
      const auto found = std::find(map_.cities().begin(), map_.cities().end(), name);
      indices.push_back(static_cast<std::uint32_t>(found - map_.cities().begin()));
    }
    return indices;
  }

  // One group alone is cut from all other nodes.
  std::vector<std::vector<EndpointId>> groups(const std::vector<NodeSelectors>& specs) const {
    std::vector<std::vector<EndpointId>> groups;
    for (const NodeSelectors& selectors : specs) {
      groups.push_back(endpoints(selectors));
    }
    if (groups.size() == 1) {
      std::vector<EndpointId> rest;
      for (const EndpointId endpoint : endpoints({"all"})) {
        if (std::find(groups[0].begin(), groups[0].end(), endpoint) == groups[0].end()) {
          rest.push_back(endpoint);
        }
      }
      groups.push_back(std::move(rest));
    }
    return groups;
  }

  const NodeMap& map_;
  Directory directory_;
};

Duration random_until(const ScenarioSpec& spec) {
  return spec.random.until.value_or(spec.duration / 2);
}

// Nodes that the scenario itself gives no role.
std::vector<NodeId> loyal_nodes(const ScenarioSpec& spec, const NodeMap& map) {
  std::set<std::uint32_t> taken;
  for (const TraitorSpec& traitor : spec.traitors) {
    for (const std::uint32_t node : resolve_nodes(map, traitor.nodes)) {
      taken.insert(node);
    }
  }
  std::vector<NodeId> loyal;
  for (std::uint32_t node = 0; node < map.nodes(); ++node) {
    if (!taken.contains(node)) {
      loyal.push_back(NodeId{node});
    }
  }
  return loyal;
}

TriggerSpec trigger_spec(const Trigger& trigger, Duration from) {
  TriggerSpec spec;
  spec.from = std::max(from, trigger.from.time_since_epoch());
  if (trigger.until != MonotonicTime::max()) {
    spec.until = trigger.until.time_since_epoch();
  }
  spec.probability.parts_per_million = trigger.probability_ppm;
  const Trigger always;
  if (trigger.heights.first != always.heights.first ||
      trigger.heights.last != always.heights.last) {
    spec.heights = IntegerRange{trigger.heights.first, trigger.heights.last};
  }
  if (trigger.rounds.first != always.rounds.first || trigger.rounds.last != always.rounds.last) {
    spec.rounds = IntegerRange{static_cast<std::uint64_t>(std::max(trigger.rounds.first, 0)),
                               static_cast<std::uint64_t>(trigger.rounds.last)};
  }
  return spec;
}

std::vector<FaultSettings> draw_faults(const ScenarioSpec& spec, const NodeMap& map,
                                       const Cast& cast, std::uint64_t seed) {
  if (spec.random.faults == 0) {
    return {};
  }
  RandomPlanSettings settings;
  settings.seed = seed;
  settings.faults = spec.random.faults;
  settings.kinds = spec.random.fault_kinds;
  settings.from = spec.random.from;
  settings.until = random_until(spec);
  for (const std::uint32_t node : cast.endpoint_nodes()) {
    settings.cities.push_back(map.city_index(node));
  }
  settings.cities_total = static_cast<std::uint32_t>(map.cities().size());
  return draw_random_plan(settings);
}

}  // namespace

std::vector<FaultSettings> bind_faults(const ScenarioSpec& spec, const NodeMap& map,
                                       const Cast& cast, std::uint64_t seed) {
  const FaultBinder binder{map, cast};
  std::vector<FaultSettings> faults;
  for (const FaultSpec& fault : spec.faults) {
    faults.push_back(binder.bind(fault));
  }
  for (FaultSettings& drawn : draw_faults(spec, map, cast, seed)) {
    faults.push_back(std::move(drawn));
  }
  return faults;
}

std::vector<TraitorSpec> draw_traitors(const ScenarioSpec& spec, const NodeMap& map,
                                       std::uint64_t seed) {
  std::vector<TraitorSpec> traitors;
  if (spec.random.traitors == 0) {
    return traitors;
  }
  RandomTraitorsSettings settings;
  settings.seed = seed;
  settings.candidates = loyal_nodes(spec, map);
  settings.traitors = spec.random.traitors;
  settings.kinds = spec.random.traitor_kinds;
  for (const RandomTraitor& drawn : draw_random_traitors(settings)) {
    TraitorSpec traitor;
    traitor.nodes = {"n" + std::to_string(drawn.node.value)};
    traitor.behaviour = drawn.behaviour;
    traitor.trigger = trigger_spec(drawn.trigger, spec.random.from);
    traitor.forwards = drawn.forwards;
    traitor.delay = drawn.delay;
    traitor.coalition = drawn.is_in_coalition ? "random" : "";
    traitors.push_back(std::move(traitor));
  }
  return traitors;
}

std::vector<EndpointId> healed_core(const std::vector<FaultSettings>& faults, const Cast& cast,
                                    const NodeMap& map) {
  std::set<EndpointId> excluded;
  for (const FaultSettings& fault : faults) {
    // Whose clock is off has to go on all the same.
    const bool is_of_clock = fault.offset != Duration{} || fault.drift_ppm != 0;
    if (fault.duration || is_of_clock) {
      continue;
    }
    excluded.insert(fault.nodes.begin(), fault.nodes.end());
    if (!fault.groups.empty()) {
      // The smaller side of a cut that never heals is left behind.
      const auto smallest =
          std::min_element(fault.groups.begin(), fault.groups.end(),
                           [](const auto& a, const auto& b) { return a.size() < b.size(); });
      excluded.insert(smallest->begin(), smallest->end());
    }
    for (std::uint32_t endpoint = 0; endpoint < cast.endpoint_nodes().size(); ++endpoint) {
      const std::uint32_t city = map.city_index(cast.endpoint_nodes()[endpoint]);
      if (std::find(fault.cities.begin(), fault.cities.end(), city) != fault.cities.end()) {
        excluded.insert(EndpointId{endpoint});
      }
    }
  }
  std::vector<EndpointId> core;
  for (std::uint32_t node = 0; node < map.nodes(); ++node) {
    if (cast.is_honest(NodeId{node}) && !excluded.contains(EndpointId{node})) {
      core.push_back(EndpointId{node});
    }
  }
  return core;
}

}  // namespace callo::sim
