#pragma once

#include "sim/scenario/reading.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

std::uint32_t nodes_max(const ScenarioSpec& spec);

// The keys of a run without consensus against each other, and against those that mean nothing in
// one; `nodes` is 0 when their number is not known.
void validate_overlay(Reading& reading, const ScenarioSpec& spec, std::uint32_t nodes);

}  // namespace callo::sim
