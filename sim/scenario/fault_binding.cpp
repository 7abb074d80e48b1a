#include "sim/scenario/fault_binding.hpp"

#include <algorithm>
#include <set>

#include "protocol/base/check.hpp"
#include "sim/faults/random_plan.hpp"
#include "sim/scenario/kinds.hpp"
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

NodeSelectors selectors_of(const std::vector<EndpointId>& endpoints) {
  NodeSelectors selectors;
  for (const EndpointId endpoint : endpoints) {
    selectors.push_back("n" + std::to_string(endpoint.value));
  }
  return selectors;
}

// Both directions of one pair are one link both ways.
LinkSelectors selectors_of(const std::vector<LinkScope>& scopes) {
  std::set<std::pair<EndpointId, EndpointId>> ends;
  for (const LinkScope& scope : scopes) {
    CALLO_CHECK(scope.ends().has_value());
    ends.insert(*scope.ends());
  }
  LinkSelectors selectors;
  for (const auto& [from, to] : ends) {
    const bool has_both = ends.contains({to, from});
    if (!has_both || from < to) {
      selectors.push_back("n" + std::to_string(from.value) + (has_both ? "-n" : "->n") +
                          std::to_string(to.value));
    }
  }
  return selectors;
}

// A fault that was drawn for nodes, endpoint i being node i, as a scenario writes it: with the keys
// that its kind understands.
FaultSpec spec_of(const FaultSettings& drawn, const NodeMap& map) {
  const Kind* kind = find_kind(fault_kinds(), drawn.kind);
  CALLO_CHECK(kind != nullptr);
  FaultSpec spec;
  spec.kind = drawn.kind;
  spec.id = drawn.id;
  spec.nodes = selectors_of(drawn.nodes);
  spec.links = selectors_of(drawn.links);
  for (const std::uint32_t city : drawn.cities) {
    spec.cities.push_back(map.cities()[city]);
  }
  for (const std::vector<EndpointId>& group : drawn.groups) {
    spec.groups.push_back(selectors_of(group));
  }
  spec.at = drawn.at;
  spec.duration = drawn.duration;
  spec.disk = drawn.disk;
  spec.one_way = drawn.is_one_way;
  if (kind->understands("probability")) {
    spec.probability.parts_per_million = drawn.probability_ppm;
  }
  if (kind->understands("delay")) {
    spec.delay = drawn.delay;
  }
  spec.offset_ms = drawn.offset / std::chrono::milliseconds{1};
  spec.drift_ppm = drawn.drift_ppm;
  return spec;
}

}  // namespace

std::vector<FaultSettings> bind_faults(const ScenarioSpec& spec, const NodeMap& map,
                                       const Cast& cast, std::uint64_t seed) {
  const FaultBinder binder{map, cast};
  std::vector<FaultSettings> faults;
  for (const FaultSpec& fault : spec.faults) {
    faults.push_back(binder.bind(fault));
  }
  for (const FaultSpec& drawn : draw_faults(spec, map, seed)) {
    faults.push_back(binder.bind(drawn));
  }
  return faults;
}

std::vector<FaultSpec> draw_faults(const ScenarioSpec& spec, const NodeMap& map,
                                   std::uint64_t seed) {
  std::vector<FaultSpec> faults;
  if (spec.random.faults == 0) {
    return faults;
  }
  RandomPlanSettings settings;
  settings.seed = seed;
  settings.faults = spec.random.faults;
  settings.kinds = spec.random.fault_kinds;
  settings.from = spec.random.from;
  settings.until = random_until(spec);
  for (std::uint32_t node = 0; node < map.nodes(); ++node) {
    settings.cities.push_back(map.city_index(node));
  }
  settings.cities_total = static_cast<std::uint32_t>(map.cities().size());
  for (const FaultSettings& drawn : draw_random_plan(settings)) {
    faults.push_back(spec_of(drawn, map));
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
    const Kind* kind = find_kind(traitor_kinds(), drawn.behaviour);
    CALLO_CHECK(kind != nullptr);
    if (kind->understands("forwards")) {
      traitor.forwards = drawn.forwards;
    }
    if (kind->understands("delay")) {
      traitor.delay = drawn.delay;
    }
    if (kind->understands("coalition") && drawn.is_in_coalition) {
      traitor.coalition = "random";
    }
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
