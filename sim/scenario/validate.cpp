#include "sim/scenario/validate.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "protocol/chain/block.hpp"
#include "protocol/overlay/overlay_shape.hpp"
#include "sim/scenario/assertion.hpp"
#include "sim/scenario/kinds.hpp"
#include "sim/scenario/selectors.hpp"
#include "sim/scenario/suggestion.hpp"
#include "sim/scenario/validate_dissemination.hpp"
#include "sim/scenario/validate_light_clients.hpp"
#include "sim/scenario/validate_name.hpp"
#include "sim/scenario/validate_overlay.hpp"
#include "sim/scenario/validate_scripts.hpp"
#include "topologies/cities.hpp"

namespace callo::sim {

namespace {

constexpr Duration kFluidDurationMax = std::chrono::hours(24 * 30);

std::string element(const char* list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

class Validator {
 public:
  Validator(Reading& reading, const ScenarioSpec& spec)
      : reading_(reading), spec_(spec), map_(spec.network) {}

  void check_network();
  void check_consensus();
  void check_validator_changes();
  void check_workload();
  void check_faults();
  void check_traitors();
  void check_random();
  void check_tolerance();
  void check_expectations();

  // Null when it was refused.
  const NodeMap* map() const { return is_map_sound() ? &map_ : nullptr; }

 private:
  using Keys = std::initializer_list<std::string>;

  // Runs `complain` unless a key that it rests on was refused.
  bool are_sound(Keys keys) const {
    for (const std::string& key : keys) {
      if (!reading_.is_sound(key)) {
        return false;
      }
    }
    return true;
  }

  bool is_map_sound() const {
    return are_sound({"network.topology", "network.cities"}) && spec_.network.topology.nodes != 0;
  }

  void check_placement();
  void check_block_size();
  void check_powers(Duration at, const std::vector<std::int64_t>& powers);
  void check_city_names();
  void check_window(const std::string& table, Duration from, const std::optional<Duration>& until);
  void check_within_run(const std::string& key, Duration instant);
  void check_kind_keys(const std::string& path, const Kind& kind, const char* noun,
                       std::initializer_list<const char*> optional_keys);
  void check_node_selectors(const std::string& key, const NodeSelectors& selectors);
  void check_link_selectors(const std::string& key, const LinkSelectors& selectors);
  void check_groups(const std::string& path, const FaultSpec& fault);
  void check_fault(const std::string& path, const FaultSpec& fault);
  void check_traitor(const std::string& path, const TraitorSpec& traitor,
                     std::set<std::uint32_t>& taken);

  // Where the i-th element of a list stands that may have been written as a single string.
  std::string element_of(const std::string& list, std::size_t index) const {
    const std::string path = list + "[" + std::to_string(index) + "]";
    return reading_.was_given(path) ? path : list;
  }

  Reading& reading_;
  const ScenarioSpec& spec_;
  NodeMap map_;
};

void Validator::check_network() {
  const NetworkSpec& network = spec_.network;
  if (network.topology.nodes == 0 && are_sound({"network.topology", "network.cities"})) {
    reading_.refuse("network.topology.nodes", "the number of nodes is missing",
                    "give network.topology.nodes or network.cities");
  } else if (is_map_sound() && (map_.nodes() < 2 || map_.nodes() > nodes_max(spec_))) {
    reading_.refuse("network.topology",
                    "a network has 2 to " + std::to_string(nodes_max(spec_)) + " nodes");
  } else if (is_map_sound() && network.topology.kind == TopologyKind::complete &&
             map_.nodes() > kCompleteNodesMax) {
    reading_.refuse(
        "network.topology",
        "a complete topology has at most " + std::to_string(kCompleteNodesMax) + " nodes",
        "write kind = \"hypercube\"");
  }
  check_city_names();
  check_placement();
  if (!network.cities.empty() && reading_.was_given("network.latency")) {
    reading_.refuse("network.latency", "'network.latency' is for a scenario without cities",
                    "leave out one of the two");
  }
  const FidelitySpec& fidelity = network.fidelity;
  const bool is_fluid = fidelity.votes == Fidelity::fluid || fidelity.blocks == Fidelity::fluid ||
                        fidelity.transactions == Fidelity::fluid;
  if (is_fluid && spec_.duration > kFluidDurationMax && are_sound({"duration"})) {
    reading_.refuse("duration", "fluid transfers cannot be timed exactly beyond 30 days",
                    "choose \"latency\" or \"queue\" in network.fidelity");
  }
}

void Validator::check_city_names() {
  const auto table = topologies::CityTable::built_in();
  std::vector<std::string> names;
  for (const topologies::City& city : table.cities()) {
    names.push_back(city.name);
  }
  std::uint64_t sum = 0;
  for (const auto& [city, count] : spec_.network.cities) {
    sum += count;
    if (!table.find(city)) {
      reading_.refuse("network.cities." + city, "unknown city '" + city + "'",
                      suggest(city, names));
    }
  }
  const std::uint32_t nodes = spec_.network.topology.nodes;
  const bool is_sum_known = are_sound({"network.topology.nodes", "network.cities"});
  if (!spec_.network.cities.empty() && is_sum_known && sum != nodes) {
    const bool was_given = reading_.was_given("network.topology.nodes");
    reading_.refuse(was_given ? "network.topology.nodes" : "network.cities",
                    "the cities hold " + std::to_string(sum) + " nodes, the topology has " +
                        std::to_string(nodes),
                    "make them equal, or leave out network.topology.nodes");
  }
}

void Validator::check_placement() {
  const TopologySpec& topology = spec_.network.topology;
  const std::string key = "network.topology.extra_links";
  if (topology.extra_links == 0 || !are_sound({"network.topology"})) {
    return;
  }
  if (topology.kind == TopologyKind::complete) {
    reading_.refuse(key, "a complete topology has no extra links");
  } else if (topology.placement == Placement::none) {
    reading_.refuse(key, "placement \"none\" places no extra links");
  } else if (topology.extra_links >= topology.nodes) {
    reading_.refuse(key, "more extra links than there are other nodes");
  }
}

void Validator::check_consensus() {
  validate_overlay(reading_, spec_, is_map_sound() ? map_.nodes() : 0);
  if (spec_.is_overlay_only()) {
    return;
  }
  validate_dissemination(reading_, spec_, is_map_sound() ? map_.nodes() : 0);
  check_block_size();
}

// What a block says besides its transactions grows with the validators.
void Validator::check_block_size() {
  const auto bytes_max = static_cast<std::size_t>(spec_.consensus.block_bytes_max.bytes);
  if (!is_map_sound() || !are_sound({"consensus.block_bytes_max"})) {
    return;
  }
  const std::size_t least = encoded_block_bytes_without_data(map_.nodes());
  if (bytes_max < least) {
    reading_.refuse("consensus.block_bytes_max",
                    "a block of " + std::to_string(map_.nodes()) + " validators takes " +
                        std::to_string(least) + " bytes before its first transaction",
                    "allow more, or have fewer nodes");
  }
}

// Each node once an instant, and never nobody with power, nor traitors with a third of it.
void Validator::check_validator_changes() {
  std::map<Duration, std::map<std::uint32_t, std::int64_t>> by_time{{Duration{}, {}}};
  for (std::size_t i = 0; i < spec_.validator_changes.size(); ++i) {
    const ValidatorChangeSpec& change = spec_.validator_changes[i];
    const std::string path = element("validator_changes", i);
    check_within_run(path + ".at", change.at);
    check_node_selectors(path + ".node", change.nodes);
    if (!is_map_sound() || !are_sound({path + ".node"})) {
      return;
    }
    for (const std::uint32_t node : resolve_nodes(map_, change.nodes)) {
      if (!by_time[change.at].emplace(node, change.power).second) {
        reading_.refuse(path + ".node",
                        "n" + std::to_string(node) + " is changed twice at " + to_text(change.at));
      }
    }
  }
  if (!is_map_sound()) {
    return;
  }
  std::vector<std::int64_t> powers(map_.nodes(), 1);
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
  for (std::size_t i = 0; i < spec_.traitors.size() && are_sound({"traitor"}); ++i) {
    for (const std::uint32_t node : resolve_nodes(map_, spec_.traitors[i].nodes)) {
      lying += powers[node];
    }
  }
  const std::string when = at == Duration{} ? "at the start" : "from " + to_text(at) + " on";
  if (total == 0) {
    reading_.refuse("validator_changes", "nobody has power " + when);
  } else if (3 * lying >= total && lying > 0 && !spec_.expect.violation &&
             !spec_.validator_changes.empty()) {
    reading_.refuse("validator_changes",
                    "the traitors hold " + std::to_string(lying) + " of " + std::to_string(total) +
                        " power " + when + ", a third or more",
                    "say which claim must break, for instance expect.violation = \"agreement\"");
  }
}

void Validator::check_workload() {
  const WorkloadSpec& workload = spec_.workload;
  if (workload.amount_min > workload.amount_max &&
      are_sound({"workload.amount_min", "workload.amount_max"})) {
    reading_.refuse("workload.amount_min", "'workload.amount_min' is above 'workload.amount_max'");
  }
  check_window("workload", workload.from, workload.until);
}

void Validator::check_within_run(const std::string& key, Duration instant) {
  if (instant >= spec_.duration && instant != Duration{} && are_sound({key, "duration"})) {
    reading_.refuse(key, "'" + key + "' = " + to_text(instant) +
                             " is not before the end of the run, " + to_text(spec_.duration));
  }
}

void Validator::check_window(const std::string& table, Duration from,
                             const std::optional<Duration>& until) {
  check_within_run(table + ".from", from);
  if (until && *until <= from && are_sound({table + ".from", table + ".until"})) {
    reading_.refuse(table + ".until", "'" + table + ".until' is not after '" + table + ".from'");
  }
}

void Validator::check_node_selectors(const std::string& key, const NodeSelectors& selectors) {
  for (std::size_t i = 0; i < selectors.size() && is_map_sound() && are_sound({key}); ++i) {
    if (const auto nodes = resolve_node(map_, selectors[i]); !nodes) {
      reading_.refuse(element_of(key, i), nodes.error().message);
    }
  }
}

void Validator::check_link_selectors(const std::string& key, const LinkSelectors& selectors) {
  for (std::size_t i = 0; i < selectors.size() && is_map_sound() && are_sound({key}); ++i) {
    if (const auto links = resolve_link(map_, selectors[i]); !links) {
      reading_.refuse(element_of(key, i), links.error().message);
    }
  }
}

void Validator::check_kind_keys(const std::string& path, const Kind& kind, const char* noun,
                                std::initializer_list<const char*> optional_keys) {
  std::string understood;
  for (const auto* list : {&kind.needs, &kind.takes}) {
    for (const std::string& key : *list) {
      understood += (understood.empty() ? "" : ", ") + key;
    }
  }
  for (const char* key : optional_keys) {
    if (reading_.was_given(path + "." + key) && !kind.understands(key)) {
      reading_.refuse(
          path + "." + key,
          "'" + std::string(key) + "' means nothing to the " + noun + " '" + kind.name + "'",
          "it understands " + understood);
    }
  }
  for (const std::string& key : kind.needs) {
    if (!reading_.was_given(path + "." + key)) {
      reading_.refuse(path + "." + key,
                      "the " + std::string(noun) + " '" + kind.name + "' needs '" + key + "'",
                      kind.description);
    }
  }
}

void Validator::check_faults() {
  std::set<std::string> ids;
  for (std::size_t i = 0; i < spec_.faults.size(); ++i) {
    const std::string path = element("fault", i);
    check_fault(path, spec_.faults[i]);
    if (!ids.insert(spec_.faults[i].id).second && are_sound({path + ".id", path + ".kind"})) {
      reading_.refuse(path + ".id", "two faults have the id '" + spec_.faults[i].id + "'");
    }
  }
}

void Validator::check_fault(const std::string& path, const FaultSpec& fault) {
  const Kind* kind = find_kind(fault_kinds(), fault.kind);
  if (kind != nullptr && are_sound({path + ".kind"})) {
    check_kind_keys(path, *kind, "fault",
                    {"nodes", "links", "cities", "groups", "disk", "one_way", "probability",
                     "delay", "offset_ms", "drift_ppm"});
  }
  check_within_run(path + ".at", fault.at);
  check_node_selectors(path + ".nodes", fault.nodes);
  check_link_selectors(path + ".links", fault.links);
  for (std::size_t i = 0; i < fault.cities.size() && is_map_sound(); ++i) {
    const auto& cities = map_.cities();
    if (std::find(cities.begin(), cities.end(), fault.cities[i]) == cities.end()) {
      reading_.refuse(element_of(path + ".cities", i),
                      "no node stands in '" + fault.cities[i] + "'",
                      suggest(fault.cities[i], cities));
    }
  }
  check_groups(path, fault);
}

void Validator::check_groups(const std::string& path, const FaultSpec& fault) {
  std::set<std::uint32_t> seen;
  for (std::size_t i = 0; i < fault.groups.size(); ++i) {
    const std::string group = path + ".groups[" + std::to_string(i) + "]";
    check_node_selectors(group, fault.groups[i]);
    if (!is_map_sound() || !are_sound({group})) {
      continue;
    }
    for (const std::uint32_t node : resolve_nodes(map_, fault.groups[i])) {
      if (!seen.insert(node).second) {
        reading_.refuse(group, "n" + std::to_string(node) + " is in two groups");
        break;
      }
    }
  }
  if (fault.groups.size() == 1 && seen.size() == map_.nodes() && is_map_sound()) {
    reading_.refuse(path + ".groups", "the one group holds every node: nothing is cut");
  }
  if (fault.one_way && fault.groups.size() > 2 && are_sound({path + ".groups"})) {
    reading_.refuse(path + ".groups", "a one-way partition has one or two groups");
  }
}

void Validator::check_traitors() {
  std::set<std::uint32_t> taken;
  for (std::size_t i = 0; i < spec_.traitors.size(); ++i) {
    check_traitor(element("traitor", i), spec_.traitors[i], taken);
  }
}

void Validator::check_traitor(const std::string& path, const TraitorSpec& traitor,
                              std::set<std::uint32_t>& taken) {
  const Kind* kind = find_kind(traitor_kinds(), traitor.behaviour);
  if (kind != nullptr && are_sound({path + ".behaviour"})) {
    check_kind_keys(
        path, *kind, "behaviour",
        {"receivers", "split", "coalition", "forwards", "delay", "schedule", "mutations"});
  }
  check_node_selectors(path + ".nodes", traitor.nodes);
  check_node_selectors(path + ".receivers", traitor.receivers);
  check_node_selectors(path + ".split", traitor.split);
  check_window(path + ".trigger", traitor.trigger.from, traitor.trigger.until);
  if (!is_map_sound() || !are_sound({path + ".nodes"})) {
    return;
  }
  validate_twin_schedule(reading_, path, traitor, map_);
  validate_mutations(reading_, path, traitor, map_);
  for (const std::uint32_t node : resolve_nodes(map_, traitor.nodes)) {
    if (!taken.insert(node).second) {
      reading_.refuse(path + ".nodes", "n" + std::to_string(node) + " is a traitor twice");
      return;
    }
  }
}

void Validator::check_random() {
  const RandomSpec& random = spec_.random;
  check_window("random", random.from, random.until);
  if (random.until) {
    check_within_run("random.until", *random.until);
  } else if (random.faults > 0 && random.from >= spec_.duration / 2 &&
             are_sound({"random.from", "duration"})) {
    reading_.refuse("random.from", "drawn faults end at half of the run, which is not after it",
                    "give random.until");
  }
  const bool draws_only_cuts = random.fault_kinds == std::vector<std::string>{"region_cut"};
  if (random.faults > 0 && draws_only_cuts && map_.cities().size() < 2 && is_map_sound()) {
    reading_.refuse("random.fault_kinds", "\"region_cut\" needs two cities");
  }
  if (random.faults > 0 && random.fault_kinds.empty()) {
    reading_.refuse("random.fault_kinds", "there is no kind to draw faults from");
  }
  if (random.traitors > 0 && random.traitor_kinds.empty()) {
    reading_.refuse("random.traitor_kinds", "there is no kind to draw traitors from");
  }
}

void Validator::check_tolerance() {
  if (spec_.is_overlay_only() || !is_map_sound() ||
      !are_sound({"traitor", "random.traitors", "expect.violation"})) {
    return;
  }
  std::set<std::uint32_t> traitors;
  for (const TraitorSpec& traitor : spec_.traitors) {
    for (const std::uint32_t node : resolve_nodes(map_, traitor.nodes)) {
      traitors.insert(node);
    }
  }
  const std::uint64_t count = traitors.size() + spec_.random.traitors;
  const std::string key = spec_.traitors.empty() ? "random.traitors" : "traitor";
  if (count > map_.nodes()) {
    reading_.refuse(key, "there are more traitors than nodes");
  } else if (3 * count >= map_.nodes() && !spec_.expect.violation) {
    reading_.refuse(key,
                    std::to_string(count) + " traitors of " + std::to_string(map_.nodes()) +
                        " nodes are more than the " + std::to_string((map_.nodes() - 1) / 3) +
                        " that are tolerated",
                    "say which claim must break, for instance expect.violation = \"agreement\"");
  }
}

void Validator::check_expectations() {
  const ExpectSpec& expect = spec_.expect;
  for (std::size_t i = 0; i < expect.assertions.size() && are_sound({"expect.assert"}); ++i) {
    if (const auto assertion = parse_assertion(expect.assertions[i]); !assertion) {
      reading_.refuse(element_of("expect.assert", i), assertion.error().message);
    }
  }
  if (expect.liveness_after) {
    check_within_run("expect.liveness_after", *expect.liveness_after);
    const auto& claims = expect.invariants;
    const bool is_claimed = std::find(claims.begin(), claims.end(), "liveness") != claims.end();
    const Duration left = spec_.duration - *expect.liveness_after;
    if (is_claimed && Duration{} < left && left <= expect.liveness_bound &&
        are_sound({"expect.liveness_after", "expect.liveness_bound", "duration"})) {
      reading_.refuse("expect.liveness_after",
                      "the run ends " + to_text(left) + " after it, so that a bound of " +
                          to_text(expect.liveness_bound) + " could never be seen to break",
                      "choose a smaller expect.liveness_bound, or a longer duration");
    }
  }
  if (expect.violation_seeds != ViolationSeeds::every && !expect.violation &&
      are_sound({"expect.violation"})) {
    reading_.refuse("expect.violation_seeds",
                    "'expect.violation_seeds' means nothing without 'expect.violation'");
  }
  const auto& invariants = expect.invariants;
  if (expect.violation && are_sound({"expect.invariants", "expect.violation"}) &&
      std::find(invariants.begin(), invariants.end(), *expect.violation) == invariants.end()) {
    reading_.refuse("expect.violation", "'" + *expect.violation +
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
  validator.check_faults();
  validator.check_traitors();
  validator.check_validator_changes();
  validate_light_clients(reading, spec, validator.map());
  validator.check_random();
  validator.check_tolerance();
  validator.check_expectations();
}

}  // namespace callo::sim
