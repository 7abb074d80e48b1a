#pragma once

#include "sim/traitors/registry.hpp"

namespace callo::sim {

// Behaviours of nodes of the overlay, for runs without consensus; none is a second endpoint.
std::span<const BehaviourKind> overlay_behaviour_kinds();
// Null if there is none of that name.
const BehaviourKind* find_overlay_behaviour(std::string_view name);

}  // namespace callo::sim
