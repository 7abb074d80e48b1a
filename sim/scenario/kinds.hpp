#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace callo::sim {

// A kind of fault or a behaviour of traitors, as the scenario format knows it: the one list that
// reading, `callo show`, the schema and random schedules share.
struct Kind {
  std::string name;
  std::string description;
  std::vector<std::string> needs;  // keys without which it means nothing
  std::vector<std::string> takes;  // further keys that it understands

  bool understands(std::string_view key) const;
};

// Every fault understands kind, id, at and for; every traitor nodes, behaviour and trigger.
const std::vector<Kind>& fault_kinds();
const std::vector<Kind>& traitor_kinds();
// Of nodes that agree on blocks, and of nodes of the overlay alone: the two parts of the above.
const std::vector<Kind>& consensus_traitor_kinds();
const std::vector<Kind>& overlay_traitor_kinds();
// Null if there is none of that name.
const Kind* find_kind(const std::vector<Kind>& kinds, std::string_view name);

// For FieldRule::names.
const std::vector<std::string>& fault_kind_names();
const std::vector<std::string>& traitor_kind_names();
// Those that can be drawn: of nodes that agree on blocks, and they need nothing to be told.
const std::vector<std::string>& drawn_traitor_kind_names();
// What a trigger may wait for, in the order of Sighting.
const std::vector<std::string>& sighting_names();
const std::vector<std::string>& strategy_names();
// The claims that checkers hold a run to: one with consensus, and one of the overlay alone.
const std::vector<std::string>& overlay_claim_names();
const std::vector<std::string>& claim_names();
// And those that are only made where a scenario names them.
const std::vector<std::string>& all_claim_names();
// What exploration can vary of a scenario (sim/explore/knobs.hpp turns each).
const std::vector<std::string>& explored_features();

}  // namespace callo::sim
