#include "protocol/consensus/tendermint/round_log.hpp"

namespace callo {

ProposerSchedule::ProposerSchedule(ValidatorSet first_round) : set_{std::move(first_round)} {
  proposers_.push_back(set_.proposer());
}

std::optional<NodeId> ProposerSchedule::at(Round round) {
  if (round < first_) {
    return std::nullopt;
  }
  while (proposers_.size() <= static_cast<std::size_t>(round - first_)) {
    set_.advance(1);
    proposers_.push_back(set_.proposer());
    if (proposers_.size() > kKnown) {
      proposers_.pop_front();
      ++first_;
    }
  }
  return proposers_[static_cast<std::size_t>(round - first_)];
}

const RoundMessages* RoundLog::find(Round round) const {
  const auto found = rounds_.find(round);
  return found == rounds_.end() ? nullptr : &found->second;
}

RoundMessages* RoundLog::find(Round round) {
  const auto found = rounds_.find(round);
  return found == rounds_.end() ? nullptr : &found->second;
}

RoundMessages& RoundLog::at(Round round, const ValidatorSet& validators) {
  return rounds_.try_emplace(round, validators).first->second;
}

}  // namespace callo
