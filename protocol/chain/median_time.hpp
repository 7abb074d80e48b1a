#pragma once

#include "protocol/chain/block.hpp"
#include "protocol/chain/validator_set.hpp"

namespace callo {

// CometBFT's BFT time (spec/consensus/bft-time.md): the median, weighted by power, of the
// timestamps of the precommits for the block. As long as less than half of that power lies, it is
// within the range of the honest timestamps; of any +2/3 more than half is honest. `validators` are
// those of the commit's height; at least one entry is for the block.
//
// Where CometBFT's code stops at the first vote with at least half of the power at or before it,
// this stops at the first with more than half: with three of four equal votes the former is the
// earliest of the three, and so one liar's.
CalendarTime median_time(const Commit& commit, const ValidatorSet& validators);

}  // namespace callo
