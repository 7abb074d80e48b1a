#pragma once

#include <vector>

#include "protocol/chain/block.hpp"
#include "sim/checkers/checker.hpp"

namespace callo::sim {

// Who must have lied, given two valid certificates of one height for different blocks.
//
// Of one round: every validator signs one precommit a round, so whoever stands in both signed two.
//
// Of rounds r < r': a correct node that precommitted v in r votes for v' only upon +2/3 prevotes
// for v' of a round from r on, which it has written to disk by then. `polkas` are those that
// correct nodes wrote (as commits; the signatures are prevotes'). Take the earliest of them for v':
// nothing allowed a vote for v' before its round, so whoever precommitted v in r and stands in it
// broke his lock; if there is none, whoever stands in both certificates did. If the earliest is of
// round r itself, two polkas of that round contradict each other, and whoever stands in both
// prevoted twice.
//
// Any two of these are more than 2/3 of the power each and share more than 1/3.
struct Blame {
  std::vector<NodeId> culprits;
  std::int64_t power = 0;
};

Blame blame(const Commit& first, const Commit& second, const std::vector<Commit>& polkas,
            const std::vector<CheckedValidator>& validators);

}  // namespace callo::sim
