#pragma once

#include "sim/explore/outcome.hpp"
#include "sim/scenario/run_memory.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// A differential oracle: the scenario runs in the stand-alone host and under SimGrid, in a process
// of its own, which must give the same digest; and with messages flooded, sent along trees and
// exchanged, which must give the same verdicts on safety. The outcome is that of the scenario as it
// is, with what differs as further findings.
Outcome run_differential_trial(const ScenarioSpec& spec, RunMemory& memory);

}  // namespace callo::sim
