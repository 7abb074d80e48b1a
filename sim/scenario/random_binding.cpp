// What the seed draws: faults and traitors.
#include <algorithm>
#include <set>

#include "protocol/base/check.hpp"
#include "sim/faults/random_plan.hpp"
#include "sim/scenario/fault_binding.hpp"
#include "sim/scenario/kinds.hpp"
#include "sim/scenario/places.hpp"
#include "sim/scenario/risk_groups.hpp"
#include "sim/traitors/draw.hpp"
#include "sim/traitors/random_traitors.hpp"
#include "sim/traitors/registry.hpp"

namespace callo::sim {

namespace {

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
  for (const Range<Height>& heights : trigger.heights) {
    spec.heights.push_back({heights.first, heights.last});
  }
  for (const Range<Round>& rounds : trigger.rounds) {
    spec.rounds.push_back({static_cast<std::uint64_t>(std::max(rounds.first, 0)),
                           static_cast<std::uint64_t>(rounds.last)});
  }
  for (const RoundOfHeight& place : trigger.places) {
    spec.at.push_back({place.height, static_cast<std::uint32_t>(place.round)});
  }
  for (std::size_t i = 0; i < kSightings; ++i) {
    if (trigger.seen.has(static_cast<Sighting>(i))) {
      spec.on.push_back(sighting_names()[i]);
    }
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

// What names its targets by a place names them by nothing else.
void write_place(const FaultSettings& drawn, FaultSpec& spec) {
  if (drawn.kind == "cable_cut") {
    spec.group = drawn.place;
    spec.links.clear();
  } else if (drawn.kind == "site_outage") {
    spec.site = drawn.place;
    spec.nodes.clear();
  } else if (drawn.kind == "country_outage") {
    spec.countries = {drawn.place};
    spec.nodes.clear();
  } else if (drawn.kind == "city_outage") {
    spec.nodes.clear();
  }
}

// The end of the last stage is the fault's, which `for` says.
void write_stages(const FaultSettings& drawn, FaultSpec& spec) {
  for (const FaultStage& stage : drawn.stages) {
    spec.stages.push_back(
        {stage.at, stage.is_down, {stage.loss_ppm}, stage.extra_round_trip, false});
  }
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
  if (kind->understands("links")) {
    spec.links = selectors_of(drawn.links);
  }
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
  spec.common_cause.parts_per_million = drawn.common_cause_ppm;
  if (kind->understands("period")) {
    spec.period = drawn.period;
  }
  if (kind->understands("factor")) {
    spec.factor = drawn.factor;
  }
  if (kind->understands("bandwidth")) {
    spec.bandwidth = {drawn.bits_per_s};
  }
  if (drawn.rejoin) {
    spec.rejoin = drawn.rejoin;
    spec.duration = *drawn.duration - *drawn.rejoin;
  }
  write_place(drawn, spec);
  write_stages(drawn, spec);
  return spec;
}

FaultBudget budget_of(Budget budget) {
  switch (budget) {
    case Budget::survivable:
      return FaultBudget::survivable;
    case Budget::healing:
      return FaultBudget::healing;
    case Budget::unlimited:
      return FaultBudget::unlimited;
  }
  return FaultBudget::healing;
}

DrawnWorld drawn_world(const ScenarioSpec& spec, const NodeMap& map) {
  DrawnWorld world;
  for (std::uint32_t node = 0; node < map.nodes(); ++node) {
    world.cities.push_back(map.city_index(node));
  }
  world.cities_total = static_cast<std::uint32_t>(map.cities().size());
  const std::vector<std::string> country = country_of_cities(map);
  for (std::uint32_t node = 0; node < map.nodes(); ++node) {
    if (const std::string& name = country[map.city_index(node)]; !name.empty()) {
      world.countries[name].push_back({node});
    }
  }
  for (const auto& [name, links] : spec.network.risk_groups) {
    world.risk_groups[name] = links_of_group(map, links);
  }
  for (const auto& [name, selectors] : spec.network.sites) {
    for (const std::uint32_t node : resolve_nodes(map, selectors)) {
      world.sites[name].push_back({node});
    }
  }
  const FidelitySpec& fidelity = spec.network.fidelity;
  world.is_bandwidth_modelled = fidelity.votes != Fidelity::latency ||
                                fidelity.blocks != Fidelity::latency ||
                                fidelity.transactions != Fidelity::latency;
  world.bits_per_s = spec.network.bandwidth.bits_per_second;
  return world;
}

}  // namespace

TraitorSpec corrupted_spec(const ScenarioSpec& spec, NodeId node) {
  TraitorSpec traitor;
  traitor.nodes = {"n" + std::to_string(node.value)};
  traitor.behaviour = spec.adversary->behaviour;
  traitor.coalition = "adversary";
  return traitor;
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
  settings.world = drawn_world(spec, map);
  const Cast cast{spec, map, draw_traitors(spec, map, seed)};
  settings.atlas = atlas_world(spec, map, cast, seed);
  settings.budget = budget_of(spec.random.budget);
  settings.crashed_max = std::max(1u, (map.nodes() - 1) / 3);
  for (const FaultSettings& drawn : draw_random_plan(settings)) {
    faults.push_back(spec_of(drawn, map));
  }
  return faults;
}

// The lot is of all nodes: who else is a traitor changes nothing in the order of the others.
std::vector<TraitorSpec> draw_corrupted(const ScenarioSpec& spec, const NodeMap& map,
                                        std::uint64_t seed) {
  std::vector<TraitorSpec> corrupted;
  if (!spec.adversary || spec.adversary->corruption == Corruption::adaptive) {
    return corrupted;
  }
  const std::vector<std::int64_t> powers = least_powers(spec, map);
  std::int64_t left = corruptible_power(spec, map);
  std::vector<NodeId> order;
  for (std::uint32_t node = 0; node < map.nodes(); ++node) {
    order.push_back(NodeId{node});
  }
  RandomStream lot{seed, Purpose::of("corrupted")};
  shuffle(std::span{order}, lot);
  const std::vector<NodeId> loyal = loyal_nodes(spec, map);
  for (const NodeId node : order) {
    const bool is_loyal = std::find(loyal.begin(), loyal.end(), node) != loyal.end();
    if (is_loyal && powers[node.value] > 0 && powers[node.value] <= left) {
      left -= powers[node.value];
      corrupted.push_back(corrupted_spec(spec, node));
    }
  }
  return corrupted;
}

std::vector<TraitorSpec> draw_traitors(const ScenarioSpec& spec, const NodeMap& map,
                                       std::uint64_t seed) {
  std::vector<TraitorSpec> traitors = draw_corrupted(spec, map, seed);
  if (spec.random.traitors == 0) {
    return traitors;
  }
  RandomTraitorsSettings settings;
  settings.seed = seed;
  settings.candidates = loyal_nodes(spec, map);
  for (const TraitorSpec& corrupted : traitors) {
    std::erase_if(settings.candidates, [&](NodeId node) {
      return corrupted.nodes.front() == "n" + std::to_string(node.value);
    });
  }
  settings.traitors = spec.random.traitors;
  settings.kinds = spec.random.traitor_kinds;
  for (const RandomTraitor& drawn : draw_random_traitors(settings)) {
    TraitorSpec traitor;
    traitor.nodes = {"n" + std::to_string(drawn.node.value)};
    traitor.behaviour = drawn.behaviour;
    traitor.trigger = trigger_spec(drawn.trigger, spec.random.from);
    if (find_behaviour(drawn.behaviour)->is_second_endpoint()) {
      traitor.trigger.probability = {kCertain};  // twins are there or not
    }
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
    if (kind->understands("victims") && !drawn.victims.empty()) {
      traitor.victims = {drawn.victims};
    }
    traitors.push_back(std::move(traitor));
  }
  return traitors;
}

}  // namespace callo::sim
