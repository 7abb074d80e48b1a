#pragma once

#include <cstdint>

#include "sim/explore/arm.hpp"
#include "sim/explore/twins_space.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// Twins (Bano et al., OPODIS 2021): one or more nodes run twice with one key each; for a few rounds
// of one height somebody decides whom each copy talks to, then all is well and progress is due.
// Nothing else goes wrong, and nobody pays.

// One scenario of that family, from a few nodes of `base`, its latencies and its crypto.
ScenarioSpec twins_scenario(const ScenarioSpec& base, const TwinsShape& shape,
                            const std::vector<TwinsCell>& cells);

// The scenario of a seed: shapes of all numbers of nodes that the template names (4 to 7) take
// turns, and each is walked without repetition until it is exhausted, in an order that looks like
// chance.
ScenarioSpec draw_twins_scenario(const ScenarioSpec& base, std::uint64_t seed, ExploreMode mode);

}  // namespace callo::sim
