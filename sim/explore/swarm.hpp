#pragma once

#include "sim/explore/arm.hpp"

namespace callo::sim {

// Swarm testing (Groce et al., ISSTA 2012): each feature that may vary is left as the template has
// it with probability one half, and so is each family of faults; of the families that are left,
// faults and traitors are drawn, and two phases made: all faults are over or permanent at a time
// from which the core that is left must go on.
ScenarioSpec draw_swarm_scenario(const ScenarioSpec& base, std::uint64_t seed, ExploreMode mode);

}  // namespace callo::sim
