#pragma once

#include <vector>

#include "protocol/chain/block.hpp"
#include "sim/checkers/checker.hpp"

namespace callo::sim {

// Who must have lied, from two valid certificates alone: in one round every validator signs one
// precommit, so whoever stands in both certificates of different blocks signed two. Two quorums of
// more than 2/3 share more than 1/3 of the power. Certificates of different rounds name nobody: the
// liars may have forgotten their lock instead (amnesia).
struct Blame {
  bool is_attributed = false;  // same height and round
  std::vector<NodeId> culprits;
  std::int64_t power = 0;
};

Blame blame(const Commit& first, const Commit& second, const CheckContext& context);

}  // namespace callo::sim
