#pragma once

#include "sim/scenario/spec.hpp"

namespace callo::sim {

// How long a healed core may take for a block when every step of its rounds waits for the whole
// timeout and only the last validator of a whole turn proposes what the others may prevote.
//
// A traitor can let a few nodes alone see +2/3 prevotes in time. From then on the others propose,
// and prevote, other blocks than the one that those few are locked on, until one of them has its
// turn (arXiv:1807.04938, lines 28-29), or timeouts have outgrown the delays of repair. The rounds
// that may have passed before the healing make the later ones longer.
Duration longest_turn(const ScenarioSpec& spec);

// The scenario, claiming progress within the longest turn and no sooner, and run for so long.
ScenarioSpec with_patience(const ScenarioSpec& spec);

}  // namespace callo::sim
