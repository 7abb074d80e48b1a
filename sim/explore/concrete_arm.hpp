#pragma once

#include "sim/explore/arm.hpp"

namespace callo::sim {

// What an arm has drawn down to the last detail, as a scenario of one seed: it draws nothing more,
// leaves nothing to vary, expects all claims and no assertion, and in the mode `unlimited` claims
// no progress.
ScenarioSpec concrete_arm(ScenarioSpec spec, std::uint64_t seed, ExploreMode mode);

}  // namespace callo::sim
