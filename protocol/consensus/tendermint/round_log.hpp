#pragma once

#include <map>
#include <vector>

#include "protocol/chain/validator_set.hpp"
#include "protocol/chain/vote.hpp"
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
  RoundMessages(std::size_t validators, std::int64_t quorum_power)
      : prevotes{validators, quorum_power}, precommits{validators, quorum_power} {}

  const VoteSet& votes(VoteType type) const {
    return type == VoteType::prevote ? prevotes : precommits;
  }

  VoteSet& votes(VoteType type) { return type == VoteType::prevote ? prevotes : precommits; }

  std::vector<HeldProposal> proposals;  // contradicting ones too, up to kProposalsPerRoundMax
  VoteSet prevotes;
  VoteSet precommits;
  RoundFirsts firsts;
};

// Whose turn it is in the rounds of one height; computed as far as it is asked for.
class ProposerSchedule {
 public:
  explicit ProposerSchedule(ValidatorSet first_round);
  NodeId at(Round round);

 private:
  ValidatorSet set_;
  std::vector<NodeId> proposers_;
};

// The message log of one height (line 54 empties it by starting a new one).
class RoundLog {
 public:
  RoundLog(Height height, std::size_t validators, std::int64_t quorum_power)
      : height_{height}, validators_{validators}, quorum_power_{quorum_power} {}

  Height height() const { return height_; }

  // Null when nothing of that round is held.
  const RoundMessages* find(Round round) const;
  RoundMessages* find(Round round);
  RoundMessages& at(Round round);

  // Rounds with messages, lowest first.
  const std::map<Round, RoundMessages>& rounds() const { return rounds_; }

 private:
  Height height_;
  std::size_t validators_;
  std::int64_t quorum_power_;
  std::map<Round, RoundMessages> rounds_;
};

}  // namespace callo
