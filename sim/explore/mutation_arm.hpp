#pragma once

#include <cstdint>

#include "sim/explore/arm.hpp"

namespace callo::sim {

// Round-based mutations after ByzzFuzz (Winter et al., OOPSLA 2023): of the first rounds of the
// first heights a few are process-fault rounds, in which one message of one traitor is changed
// towards some receivers, and a few network-fault windows of about a round's length, in which the
// nodes are partitioned. Four of five changes are of small scope (round, height or valid round by
// one, nil for a block, an older block), one in ten of any scope, one in ten of the future. Nothing
// is left to chance in the scenario itself: every part can be left out.
ScenarioSpec draw_mutation_scenario(const ScenarioSpec& base, std::uint64_t seed, ExploreMode mode);

}  // namespace callo::sim
