#pragma once

#include <algorithm>

#include "protocol/chain/vote.hpp"
#include "protocol/consensus/tendermint/decoded_blocks.hpp"
#include "protocol/consensus/tendermint/round_log.hpp"

namespace callo {

// new_height is the wait for late precommits between a decision and round 0 of the next height; the
// other three are the paper's step_p, in its order.
enum class ConsensusStep : std::uint8_t { new_height, propose, prevote, precommit };

// lockedValue with lockedRound, or validValue with validRound; round kNoRound: nil.
struct RoundValue {
  Round round = kNoRound;
  BlockId block_id;
  DecodedBlockPointer block;

  bool is_nil() const { return round == kNoRound; }
};

// The pure parts of algorithm 1 of arXiv:1807.04938: conditions without side effects.
namespace rules {

// Line 28: a proposal of an earlier valid value counts once its +2/3 prevotes are here. Line 22: a
// fresh one counts at once.
inline bool proposal_counts(const Proposal& proposal, const RoundMessages* valid_round) {
  return proposal.valid_round == kNoRound ||
         (valid_round != nullptr && valid_round->prevotes.has_quorum(proposal.block_id));
}

// Lines 23 and 29: what the lock allows to prevote for.
inline bool lock_allows(const RoundValue& locked, const Proposal& proposal) {
  return locked.is_nil() || locked.block_id == proposal.block_id ||
         (proposal.valid_round != kNoRound && locked.round <= proposal.valid_round);
}

// Line 44.
inline bool has_nil_quorum(const VoteSet& prevotes) {
  return prevotes.has_quorum(BlockId{});
}

// A millisecond later; the end of time stays where it is, for a traitor may name it.
inline CalendarTime just_after(CalendarTime time) {
  constexpr std::chrono::milliseconds kStep{1};
  return time > CalendarTime::max() - kStep ? CalendarTime::max() : time + kStep;
}

// CometBFT's spec/consensus/bft-time.md: a vote is later than the block it may be for.
inline CalendarTime vote_time(CalendarTime now, const Block* block) {
  return block == nullptr ? now : std::max(now, just_after(block->header.time));
}

}  // namespace rules

}  // namespace callo
