#include "protocol/consensus/tendermint/round_log.hpp"

namespace callo {

ProposerSchedule::ProposerSchedule(ValidatorSet first_round) : set_{std::move(first_round)} {
  proposers_.push_back(set_.proposer());
}

NodeId ProposerSchedule::at(Round round) {
  const auto index = static_cast<std::size_t>(round);
  while (proposers_.size() <= index) {
    set_.advance(1);
    proposers_.push_back(set_.proposer());
  }
  return proposers_[index];
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
