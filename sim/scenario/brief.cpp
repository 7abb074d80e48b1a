#include "sim/scenario/brief.hpp"

#include "sim/scenario/field_types.hpp"
#include "sim/scenario/fields.hpp"
#include "sim/scenario/kinds.hpp"
#include "sim/scenario/show.hpp"

namespace callo::sim {

namespace {

// What differs; tables inside are gone through, everything else is kept or left out as a whole.
Json without_defaults(const Json& value, const Json& standard) {
  Json rest = Json::object();
  for (const auto& [key, member] : value.items()) {
    const auto usual = standard.find(key);
    const bool is_known = usual != standard.end();
    if (is_known && member == *usual) {
      continue;
    }
    const bool are_tables = is_known && member.is_object() && usual->is_object();
    rest[key] = are_tables ? without_defaults(member, *usual) : member;
  }
  return rest;
}

// Of a fault or a traitor: its kind and what the kind needs are always written.
Json standard_of(Json standard, const char* kind_key, const Kind* kind) {
  standard.erase(kind_key);
  for (const std::string& key : kind == nullptr ? std::vector<std::string>{} : kind->needs) {
    standard.erase(key);
  }
  return standard;
}

Json brief_fault(const FaultSpec& fault, std::size_t number) {
  FaultSpec standard;
  standard.kind = fault.kind;
  standard.id = fault.kind + "-" + std::to_string(number);
  const Kind* kind = find_kind(fault_kinds(), fault.kind);
  return without_defaults(write_section(fault), standard_of(write_section(standard), "kind", kind));
}

Json brief_traitor(const TraitorSpec& traitor) {
  TraitorSpec standard;
  standard.behaviour = traitor.behaviour;
  const Kind* kind = find_kind(traitor_kinds(), traitor.behaviour);
  return without_defaults(write_section(traitor),
                          standard_of(write_section(standard), "behaviour", kind));
}

// What a scenario is that says nothing.
ScenarioSpec silent_scenario() {
  ScenarioSpec spec;
  spec.random.fault_kinds = fault_kind_names();
  spec.random.traitor_kinds = drawn_traitor_kind_names();
  spec.explore.vary = explored_features();
  spec.expect.invariants = claim_names();
  return spec;
}

// Written once: it is the same for every scenario, and exploring writes one a seed.
const Json& silent_fields() {
  static const Json kFields = write_fields(silent_scenario());
  return kFields;
}

Json without_silent_fields(const ScenarioSpec& spec) {
  if (spec.network.cities.empty()) {
    return without_defaults(write_fields(spec), silent_fields());
  }
  // The sum of the cities says it.
  Json standard = silent_fields();
  standard["network"]["topology"]["nodes"] = spec.network.topology.nodes;
  return without_defaults(write_fields(spec), standard);
}

}  // namespace

Json brief_fields(const ScenarioSpec& spec) {
  Json brief = without_silent_fields(spec);
  for (std::size_t i = 0; i < spec.faults.size(); ++i) {
    brief["fault"][i] = brief_fault(spec.faults[i], i + 1);
  }
  for (std::size_t i = 0; i < spec.traitors.size(); ++i) {
    brief["traitor"][i] = brief_traitor(spec.traitors[i]);
  }
  return brief;
}

std::string to_brief_toml(const ScenarioSpec& spec) {
  return json_to_toml(brief_fields(spec));
}

}  // namespace callo::sim
