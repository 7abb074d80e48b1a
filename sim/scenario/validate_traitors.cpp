#include <algorithm>
#include <set>

#include "sim/scenario/audience.hpp"
#include "sim/scenario/validate_scripts.hpp"
#include "sim/scenario/validation.hpp"

namespace callo::sim {

namespace {

class TraitorValidator : private Validation {
 public:
  using Validation::Validation;

  void check_traitors();
  void check_random();
  void check_tolerance();

 private:
  void check_traitor(const std::string& path, const TraitorSpec& traitor,
                     std::set<std::uint32_t>& taken);
  void check_audience(const std::string& key, const NodeSelectors& selectors);
  void check_twins(const std::string& path);
};

void TraitorValidator::check_traitors() {
  std::set<std::uint32_t> taken;
  for (std::size_t i = 0; i < spec().traitors.size(); ++i) {
    check_traitor(element("traitor", i), spec().traitors[i], taken);
  }
}

void TraitorValidator::check_traitor(const std::string& path, const TraitorSpec& traitor,
                                     std::set<std::uint32_t>& taken) {
  const Kind* kind = find_kind(traitor_kinds(), traitor.behaviour);
  if (kind != nullptr && are_sound({path + ".behaviour"})) {
    check_kind_keys(path, *kind, "behaviour",
                    {"victims", "spared", "receivers", "payers", "split", "coalition", "forwards",
                     "delay", "schedule", "mutations", "origins", "around_owner"});
  }
  check_node_selectors(path + ".nodes", traitor.nodes);
  check_audience(path + ".victims", traitor.victims);
  check_audience(path + ".spared", traitor.spared);
  if (traitor.behaviour == "twins") {
    check_twins(path + ".trigger");
  }
  check_node_selectors(path + ".receivers", traitor.receivers);
  check_node_selectors(path + ".payers", traitor.payers);
  check_node_selectors(path + ".split", traitor.split);
  check_window(path + ".trigger", traitor.trigger.from, traitor.trigger.until);
  if (!is_map_sound() || !are_sound({path + ".nodes"})) {
    return;
  }
  validate_twin_schedule(reading(), path, traitor, map());
  validate_mutations(reading(), path, traitor, map());
  for (const std::uint32_t node : resolve_nodes(map(), traitor.nodes)) {
    if (!taken.insert(node).second) {
      reading().refuse(path + ".nodes", "n" + std::to_string(node) + " is a traitor twice");
      return;
    }
  }
}

void TraitorValidator::check_audience(const std::string& key, const NodeSelectors& selectors) {
  for (std::size_t i = 0; i < selectors.size() && is_map_sound() && are_sound({key}); ++i) {
    if (is_audience_word(selectors[i])) {
      continue;
    }
    if (const auto nodes = resolve_node(map(), selectors[i]); !nodes) {
      reading().refuse(element_of(key, i), nodes.error().message,
                       "or write \"even\", \"odd\", \"minority\" or \"one\"");
    }
  }
}

// The second of two twins is an honest node: it can only be there or not.
void TraitorValidator::check_twins(const std::string& path) {
  for (const char* key : {"probability", "heights", "rounds", "at", "on"}) {
    if (reading().was_given(path + "." + key)) {
      reading().refuse(path + "." + key, "'" + std::string(key) + "' means nothing to twins",
                       "they understand from and until");
    }
  }
}

void TraitorValidator::check_random() {
  const RandomSpec& random = spec().random;
  check_window("random", random.from, random.until);
  if (random.until) {
    check_within_run("random.until", *random.until);
  } else if (random.faults > 0 && random.from >= spec().duration / 2 &&
             are_sound({"random.from", "duration"})) {
    reading().refuse("random.from", "drawn faults end at half of the run, which is not after it",
                     "give random.until");
  }
  const bool draws_only_cuts = random.fault_kinds == std::vector<std::string>{"region_cut"};
  if (random.faults > 0 && draws_only_cuts && map().cities().size() < 2 && is_map_sound()) {
    reading().refuse("random.fault_kinds", "\"region_cut\" needs two cities");
  }
  if (random.faults > 0 && random.fault_kinds.empty()) {
    reading().refuse("random.fault_kinds", "there is no kind to draw faults from");
  }
  if (random.traitors > 0 && random.traitor_kinds.empty()) {
    reading().refuse("random.traitor_kinds", "there is no kind to draw traitors from");
  }
}

void TraitorValidator::check_tolerance() {
  if (spec().is_overlay_only() || !is_map_sound() ||
      !are_sound({"traitor", "random.traitors", "expect.violation"})) {
    return;
  }
  std::set<std::uint32_t> traitors;
  for (const TraitorSpec& traitor : spec().traitors) {
    for (const std::uint32_t node : resolve_nodes(map(), traitor.nodes)) {
      traitors.insert(node);
    }
  }
  const std::uint64_t count = traitors.size() + spec().random.traitors;
  const std::string key = spec().traitors.empty() ? "random.traitors" : "traitor";
  if (count > map().nodes()) {
    reading().refuse(key, "there are more traitors than nodes");
  } else if (3 * count >= map().nodes() && !spec().expect.violation) {
    reading().refuse(key,
                     std::to_string(count) + " traitors of " + std::to_string(map().nodes()) +
                         " nodes are more than the " + std::to_string((map().nodes() - 1) / 3) +
                         " that are tolerated",
                     "say which claim must break, for instance expect.violation = \"agreement\"");
  }
}

}  // namespace

void validate_traitors(Reading& reading, const ScenarioSpec& spec) {
  TraitorValidator{reading, spec}.check_traitors();
}

void validate_random(Reading& reading, const ScenarioSpec& spec) {
  TraitorValidator validator{reading, spec};
  validator.check_random();
  validator.check_tolerance();
}

}  // namespace callo::sim
