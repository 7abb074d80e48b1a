#pragma once

#include "sim/explore/outcome.hpp"
#include "sim/scenario/run_memory.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// One run of a scenario with nothing left to draw, for its first seed, in the stand-alone host. A
// stall is a finding if the same scenario, run on (patience.hpp), has any finding left.
Outcome run_trial(const ScenarioSpec& spec, RunMemory& memory);

}  // namespace callo::sim
