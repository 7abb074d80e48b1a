#include "protocol/consensus/tendermint/vote_set.hpp"

#include "protocol/base/check.hpp"
#include "protocol/consensus/tendermint/config.hpp"

namespace callo {

VoteSet::VoteSet(const ValidatorSet& validators)
    : quorum_power_{validators.quorum_power()},
      one_correct_power_{validators.one_correct_power()},
      bitmap_((validators.size() + 63) / 64),
      frames_(validators.size()),
      choices_(validators.size(), kNoTally) {}

std::uint32_t VoteSet::tally_of(const BlockId& block_id) const {
  for (std::uint32_t tally = 0; tally < tallies_.size(); ++tally) {
    if (tallies_[tally].block_id == block_id) {
      return tally;
    }
  }
  return kNoTally;
}

VoteStanding VoteSet::standing(std::size_t index, const BlockId& block_id) const {
  const std::uint32_t choice = choices_[index];
  if (choice == kNoTally) {
    return VoteStanding::absent;
  }
  if (tallies_[choice].block_id == block_id) {
    return VoteStanding::duplicate;
  }
  std::size_t votes = 1;
  for (const Contradiction& held : contradictions_) {
    if (held.index != index) {
      continue;
    }
    if (tallies_[held.tally].block_id == block_id) {
      return VoteStanding::duplicate;
    }
    ++votes;
  }
  const std::uint32_t tally = tally_of(block_id);
  const bool has_correct_vote = tally != kNoTally && tallies_[tally].power >= one_correct_power_;
  return votes < kVotesPerValidatorMax || has_correct_vote ? VoteStanding::contradicts
                                                           : VoteStanding::full;
}

bool VoteSet::add(std::size_t index, std::int64_t power, const BlockId& block_id,
                  const Frame& frame) {
  std::uint32_t tally = tally_of(block_id);
  if (tally == kNoTally) {
    tally = static_cast<std::uint32_t>(tallies_.size());
    tallies_.push_back({block_id, 0});
  }
  if (choices_[index] == kNoTally) {
    choices_[index] = tally;
    frames_[index] = frame;
    ++count_;
    bitmap_[index / 64] |= std::uint64_t{1} << (index % 64);
    power_ += power;
  } else {
    contradictions_.push_back({static_cast<std::uint32_t>(index), tally, frame});
  }
  const bool had_quorum = tallies_[tally].power >= quorum_power_;
  tallies_[tally].power += power;
  const bool completes = !had_quorum && tallies_[tally].power >= quorum_power_;
  if (completes) {
    quorums_.push_back(tally);
  }
  return completes;
}

bool VoteSet::has_quorum(const BlockId& block_id) const {
  const std::uint32_t tally = tally_of(block_id);
  return tally != kNoTally && tallies_[tally].power >= quorum_power_;
}

const Frame* VoteSet::frame_for(std::size_t index, const BlockId& block_id) const {
  if (choices_[index] == kNoTally) {
    return nullptr;
  }
  if (tallies_[choices_[index]].block_id == block_id) {
    return &frames_[index];
  }
  for (const Contradiction& held : contradictions_) {
    if (held.index == index && tallies_[held.tally].block_id == block_id) {
      return &held.frame;
    }
  }
  return nullptr;
}

}  // namespace callo
