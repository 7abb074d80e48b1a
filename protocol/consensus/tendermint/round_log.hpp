#pragma once

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "protocol/chain/validator_set.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/consensus/tendermint/config.hpp"
#include "protocol/consensus/tendermint/vote_set.hpp"

namespace callo {

struct HeldProposal {
  Proposal proposal;
  Frame frame;
};

// Which rules of a round have had their "for the first time" (lines 34, 36, 47).
struct RoundFirsts {
  bool prevote_timeout = false;
  bool polka = false;
  bool precommit_timeout = false;
};

// The messages of one round.
struct RoundMessages {
  explicit RoundMessages(const ValidatorSet& validators)
      : prevotes{validators}, precommits{validators} {}

  const VoteSet& votes(VoteType type) const {
    return type == VoteType::prevote ? prevotes : precommits;
  }

  VoteSet& votes(VoteType type) { return type == VoteType::prevote ? prevotes : precommits; }

  std::vector<HeldProposal> proposals;  // contradicting ones too, up to kProposalsPerRoundMax
  VoteSet prevotes;
  VoteSet precommits;
  RoundFirsts firsts;
};

// Whose turn it is in the rounds of one height; computed as far as it is asked for, and known of
// the last kKnown of these.
class ProposerSchedule {
 public:
  static constexpr std::size_t kKnown = kRoundsKept + kFutureProposalRoundsMax + 1;

  explicit ProposerSchedule(ValidatorSet first_round);
  // Nullopt for a round too far back.
  std::optional<NodeId> at(Round round);

 private:
  ValidatorSet set_;
  Round first_ = 0;  // the round of proposers_.front()
  std::deque<NodeId> proposers_;
};

// The message log of one height (line 54 empties it by starting a new one).
class RoundLog {
 public:
  explicit RoundLog(Height height) : height_{height} {}

  Height height() const { return height_; }

  // Null when nothing of that round is held.
  const RoundMessages* find(Round round) const;
  RoundMessages* find(Round round);
  RoundMessages& at(Round round, const ValidatorSet& validators);

  // Drops the rounds for which `keeps(round)` is false.
  template <typename Keeps>
  void forget_unless(Keeps keeps) {
    std::erase_if(rounds_, [&](const auto& entry) { return !keeps(entry.first); });
  }

  // Rounds with messages, lowest first.
  const std::map<Round, RoundMessages>& rounds() const { return rounds_; }

 private:
  Height height_;
  std::map<Round, RoundMessages> rounds_;
};

}  // namespace callo
