#pragma once

#include <cstdint>

#include "sim/scenario/spec.hpp"

namespace callo::sim {

// The scenario of this one seed with nothing left to draw: what its table [random] draws stands in
// [[fault]] and [[traitor]] tables. It runs exactly as before, and every part of it can be changed.
ScenarioSpec written_out(ScenarioSpec spec, std::uint64_t seed);

}  // namespace callo::sim
