#pragma once

#include <cstdint>

#include "sim/explore/arm.hpp"

namespace callo::sim {

// The global adversary (sim/adversary) within its model: a strategy, a time from which messages
// arrive within a bound, and less than a third of the power to corrupt, from the start or on the
// way. Whatever it does every height is decided in the end, since rounds grow longer than what it
// may delay. A machine or two crash while anything may be late.
ScenarioSpec draw_adversary_scenario(const ScenarioSpec& base, std::uint64_t seed,
                                     ExploreMode mode);

}  // namespace callo::sim
