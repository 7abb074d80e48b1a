#pragma once

#include <vector>

#include "protocol/base/check.hpp"
#include "sim/engine/random_stream.hpp"

namespace callo::sim {

// Leaves out each kind with probability one half, but never all (swarm testing, Groce et al., ISSTA
// 2012: kinds that are always mixed hide what a few of them alone would show). Contract: some
// kinds.
template <typename Kind>
std::vector<Kind> draw_swarm(const std::vector<Kind>& kinds, RandomStream& random) {
  CALLO_CHECK(!kinds.empty());
  std::vector<Kind> chosen;
  while (chosen.empty()) {
    for (const Kind& kind : kinds) {
      if (random.below(2) == 0) {
        chosen.push_back(kind);
      }
    }
  }
  return chosen;
}

}  // namespace callo::sim
