#include "sim/scenario/validate.hpp"

#include <algorithm>
#include <map>

#include "protocol/chain/block.hpp"
#include "protocol/overlay/overlay_shape.hpp"
#include "sim/scenario/assertion.hpp"
#include "sim/scenario/suggestion.hpp"
#include "sim/scenario/validate_dissemination.hpp"
#include "sim/scenario/validate_light_clients.hpp"
#include "sim/scenario/validate_name.hpp"
#include "sim/scenario/validate_overlay.hpp"
#include "sim/scenario/validation.hpp"
#include "topologies/cities.hpp"

namespace callo::sim {

namespace {

constexpr Duration kFluidDurationMax = std::chrono::hours(24 * 30);

class Validator : private Validation {
 public:
  using Validation::Validation;

  void check_network();
  void check_consensus();
  void check_validator_changes();
  void check_workload();
  void check_expectations();

  // Null when it was refused.
  const NodeMap* map_or_null() const { return is_map_sound() ? &map() : nullptr; }

 private:
  void check_placement();
  void check_block_size();
  void check_powers(Duration at, const std::vector<std::int64_t>& powers);
  void check_city_names();
  void check_window_of(const std::string& key, const Assertion& assertion);
};

void Validator::check_network() {
  const NetworkSpec& network = spec().network;
  if (network.topology.nodes == 0 && are_sound({"network.topology", "network.cities"})) {
    reading().refuse("network.topology.nodes", "the number of nodes is missing",
                     "give network.topology.nodes or network.cities");
  } else if (is_map_sound() && (map().nodes() < 2 || map().nodes() > nodes_max(spec()))) {
    reading().refuse("network.topology",
                     "a network has 2 to " + std::to_string(nodes_max(spec())) + " nodes");
  } else if (is_map_sound() && network.topology.kind == TopologyKind::complete &&
             map().nodes() > kCompleteNodesMax) {
    reading().refuse(
        "network.topology",
        "a complete topology has at most " + std::to_string(kCompleteNodesMax) + " nodes",
        "write kind = \"hypercube\"");
  }
  check_city_names();
  check_placement();
  if (!network.cities.empty() && reading().was_given("network.latency")) {
    reading().refuse("network.latency", "'network.latency' is for a scenario without cities",
                     "leave out one of the two");
  }
  const FidelitySpec& fidelity = network.fidelity;
  const bool is_fluid = fidelity.votes == Fidelity::fluid || fidelity.blocks == Fidelity::fluid ||
                        fidelity.transactions == Fidelity::fluid;
  if (is_fluid && spec().duration > kFluidDurationMax && are_sound({"duration"})) {
    reading().refuse("duration", "fluid transfers cannot be timed exactly beyond 30 days",
                     "choose \"latency\" or \"queue\" in network.fidelity");
  }
}

void Validator::check_city_names() {
  const auto& table = topologies::CityTable::built_in();
  std::vector<std::string> names;
  for (const topologies::City& city : table.cities()) {
    names.push_back(city.name);
  }
  std::uint64_t sum = 0;
  for (const auto& [city, count] : spec().network.cities) {
    sum += count;
    if (!table.find_name(city)) {
      reading().refuse("network.cities." + city, "unknown city '" + city + "'",
                       suggest(city, names));
    }
  }
  const std::uint32_t nodes = spec().network.topology.nodes;
  const bool is_sum_known = are_sound({"network.topology.nodes", "network.cities"});
  if (!spec().network.cities.empty() && is_sum_known && sum != nodes) {
    const bool was_given = reading().was_given("network.topology.nodes");
    reading().refuse(was_given ? "network.topology.nodes" : "network.cities",
                     "the cities hold " + std::to_string(sum) + " nodes, the topology has " +
                         std::to_string(nodes),
                     "make them equal, or leave out network.topology.nodes");
  }
}

void Validator::check_placement() {
  const TopologySpec& topology = spec().network.topology;
  const std::string key = "network.topology.extra_links";
  if (topology.extra_links == 0 || !are_sound({"network.topology"})) {
    return;
  }
  if (topology.kind == TopologyKind::complete) {
    reading().refuse(key, "a complete topology has no extra links");
  } else if (topology.placement == Placement::none) {
    reading().refuse(key, "placement \"none\" places no extra links");
  } else if (topology.extra_links >= topology.nodes) {
    reading().refuse(key, "more extra links than there are other nodes");
  }
}

void Validator::check_consensus() {
  validate_overlay(reading(), spec(), is_map_sound() ? map().nodes() : 0);
  if (spec().is_overlay_only()) {
    return;
  }
  validate_dissemination(reading(), spec(), is_map_sound() ? map().nodes() : 0);
  check_block_size();
}

// What a block says besides its transactions grows with the validators.
void Validator::check_block_size() {
  const auto bytes_max = static_cast<std::size_t>(spec().consensus.block_bytes_max.bytes);
  if (!is_map_sound() || !are_sound({"consensus.block_bytes_max"})) {
    return;
  }
  const std::size_t least = encoded_block_bytes_without_data(map().nodes());
  if (bytes_max < least) {
    reading().refuse("consensus.block_bytes_max",
                     "a block of " + std::to_string(map().nodes()) + " validators takes " +
                         std::to_string(least) + " bytes before its first transaction",
                     "allow more, or have fewer nodes");
  }
}

// Each node once an instant, and never nobody with power, nor traitors with a third of it.
void Validator::check_validator_changes() {
  std::map<Duration, std::map<std::uint32_t, std::int64_t>> by_time{{Duration{}, {}}};
  for (std::size_t i = 0; i < spec().validator_changes.size(); ++i) {
    const ValidatorChangeSpec& change = spec().validator_changes[i];
    const std::string path = element("validator_changes", i);
    check_within_run(path + ".at", change.at);
    check_node_selectors(path + ".node", change.nodes);
    if (!is_map_sound() || !are_sound({path + ".node"})) {
      return;
    }
    for (const std::uint32_t node : resolve_nodes(map(), change.nodes)) {
      if (!by_time[change.at].emplace(node, change.power).second) {
        reading().refuse(path + ".node",
                         "n" + std::to_string(node) + " is changed twice at " + to_text(change.at));
      }
    }
  }
  if (!is_map_sound()) {
    return;
  }
  std::vector<std::int64_t> powers(map().nodes(), 1);
  for (const auto& [at, changes] : by_time) {
    for (const auto& [node, power] : changes) {
      powers[node] = power;
    }
    check_powers(at, powers);
  }
}

void Validator::check_powers(Duration at, const std::vector<std::int64_t>& powers) {
  std::int64_t total = 0;
  for (const std::int64_t power : powers) {
    total += power;
  }
  std::int64_t lying = 0;
  for (std::size_t i = 0; i < spec().traitors.size() && are_sound({"traitor"}); ++i) {
    for (const std::uint32_t node : resolve_nodes(map(), spec().traitors[i].nodes)) {
      lying += powers[node];
    }
  }
  const std::string when = at == Duration{} ? "at the start" : "from " + to_text(at) + " on";
  if (total == 0) {
    reading().refuse("validator_changes", "nobody has power " + when);
  } else if (3 * lying >= total && lying > 0 && !spec().expect.violation &&
             !spec().validator_changes.empty()) {
    reading().refuse("validator_changes",
                     "the traitors hold " + std::to_string(lying) + " of " + std::to_string(total) +
                         " power " + when + ", a third or more",
                     "say which claim must break, for instance expect.violation = \"agreement\"");
  }
}

void Validator::check_workload() {
  const WorkloadSpec& workload = spec().workload;
  if (workload.amount_min > workload.amount_max &&
      are_sound({"workload.amount_min", "workload.amount_max"})) {
    reading().refuse("workload.amount_min", "'workload.amount_min' is above 'workload.amount_max'");
  }
  check_window("workload", workload.from, workload.until);
}

void Validator::check_window_of(const std::string& key, const Assertion& assertion) {
  std::vector<std::string> ids;
  const FaultSpec* found = nullptr;
  for (const FaultSpec& fault : spec().faults) {
    ids.push_back(fault.id);
    found = fault.id == assertion.fault ? &fault : found;
  }
  if (found == nullptr) {
    reading().refuse(key, "no fault has the id '" + assertion.fault + "'",
                     suggest(assertion.fault, ids));
  } else if (const bool ends =
                 found->duration || (!found->stages.empty() && found->stages.back().restore);
             !ends && assertion.scope == AssertionScope::after_fault) {
    reading().refuse(key, "the fault '" + assertion.fault + "' never ends: nothing comes after it");
  }
}

void Validator::check_expectations() {
  const ExpectSpec& expect = spec().expect;
  for (std::size_t i = 0; i < expect.assertions.size() && are_sound({"expect.assert"}); ++i) {
    if (const auto assertion = parse_assertion(expect.assertions[i]); !assertion) {
      reading().refuse(element_of("expect.assert", i), assertion.error().message);
    } else if (assertion->scope != AssertionScope::run && are_sound({"fault"})) {
      check_window_of(element_of("expect.assert", i), *assertion);
    }
  }
  if (expect.liveness_after) {
    check_within_run("expect.liveness_after", *expect.liveness_after);
    const auto& claims = expect.invariants;
    const bool is_claimed = std::find(claims.begin(), claims.end(), "liveness") != claims.end();
    const Duration left = spec().duration - *expect.liveness_after;
    if (is_claimed && Duration{} < left && left <= expect.liveness_bound &&
        are_sound({"expect.liveness_after", "expect.liveness_bound", "duration"})) {
      reading().refuse("expect.liveness_after",
                       "the run ends " + to_text(left) + " after it, so that a bound of " +
                           to_text(expect.liveness_bound) + " could never be seen to break",
                       "choose a smaller expect.liveness_bound, or a longer duration");
    }
  }
  if (expect.violation_seeds != ViolationSeeds::every && !expect.violation &&
      are_sound({"expect.violation"})) {
    reading().refuse("expect.violation_seeds",
                     "'expect.violation_seeds' means nothing without 'expect.violation'");
  }
  const auto& invariants = expect.invariants;
  if (expect.violation && are_sound({"expect.invariants", "expect.violation"}) &&
      std::find(invariants.begin(), invariants.end(), *expect.violation) == invariants.end()) {
    reading().refuse("expect.violation", "'" + *expect.violation +
                                             "' is not among 'expect.invariants', so nobody "
                                             "would see it break");
  }
}

}  // namespace

void validate_scenario(Reading& reading, const ScenarioSpec& spec, const std::string& file_stem) {
  Validator validator(reading, spec);
  validate_name(reading, spec, file_stem);
  validator.check_network();
  validator.check_consensus();
  validator.check_workload();
  validate_faults(reading, spec);
  validate_traitors(reading, spec);
  validate_adversary(reading, spec);
  validator.check_validator_changes();
  validate_light_clients(reading, spec, validator.map_or_null());
  validate_random(reading, spec);
  validator.check_expectations();
}

}  // namespace callo::sim
