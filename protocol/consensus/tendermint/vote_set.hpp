#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "protocol/base/frame.hpp"
#include "protocol/chain/block_id.hpp"
#include "protocol/chain/validator_set.hpp"

namespace callo {

enum class VoteStanding : std::uint8_t {
  absent,       // the validator's first vote here
  duplicate,    // held already
  contradicts,  // the validator voted for something else before
  full,         // it did so too often, and no correct validator voted so
};

// The votes of one type of one round. Contradicting votes of a traitor all count, each for its own
// block, as they do in the message log of arXiv:1807.04938: which one arrived first must not decide
// whether two correct nodes see the same +2/3. Beyond kVotesPerValidatorMax a traitor's vote counts
// only for a block that a correct validator voted for too (f+1): these are few, and every +2/3 is
// of such a block, so that any +2/3 that one node saw can be shown to every other. Validators are
// named by their index in the set.
class VoteSet {
 public:
  explicit VoteSet(const ValidatorSet& validators);

  VoteStanding standing(std::size_t index, const BlockId& block_id) const;
  // Requires standing absent or contradicts. True when this vote completed +2/3 for block_id.
  bool add(std::size_t index, std::int64_t power, const BlockId& block_id, const Frame& frame);

  // 2f+1 of one block, nil included; blocks in the order in which they got there.
  bool has_quorum(const BlockId& block_id) const;

  std::size_t quorums() const { return quorums_.size(); }

  const BlockId& quorum_block(std::size_t position) const {
    return tallies_[quorums_[position]].block_id;
  }

  // 2f+1 of anything (the * of the paper); every validator counts once.
  bool has_quorum_of_any() const { return power_ >= quorum_power_; }

  std::int64_t power() const { return power_; }

  // One bit per validator that voted, lowest index in the lowest bit.
  const std::vector<std::uint64_t>& bitmap() const { return bitmap_; }

  // How many validators voted.
  std::size_t count() const { return count_; }

  // The first vote of every validator, by index; empty frames where there is none.
  std::span<const Frame> frames() const { return frames_; }

  bool holds(std::size_t index) const { return index < frames_.size() && bool(frames_[index]); }

  // The validator's first vote; an empty frame if there is none.
  const Frame& frame(std::size_t index) const { return frames_[index]; }

  // The validator's vote for this block; null if there is none.
  const Frame* frame_for(std::size_t index, const BlockId& block_id) const;

  // A vote that contradicts the first one of the same validator.
  struct Contradiction {
    std::uint32_t index;
    std::uint32_t tally;
    Frame frame;
  };

  std::span<const Contradiction> contradictions() const { return contradictions_; }

 private:
  struct Tally {
    BlockId block_id;
    std::int64_t power;
  };

  static constexpr std::uint32_t kNoTally = UINT32_MAX;
  std::uint32_t tally_of(const BlockId& block_id) const;

  std::int64_t quorum_power_;
  std::int64_t one_correct_power_;
  std::int64_t power_ = 0;
  std::size_t count_ = 0;
  std::vector<std::uint64_t> bitmap_;
  std::vector<Frame> frames_;           // by validator
  std::vector<std::uint32_t> choices_;  // by validator: its first vote's tally
  std::vector<Tally> tallies_;
  std::vector<std::uint32_t> quorums_;
  std::vector<Contradiction> contradictions_;
};

}  // namespace callo
