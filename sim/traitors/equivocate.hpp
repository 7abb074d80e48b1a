#pragma once

#include "sim/traitors/equivocate_proposal.hpp"
#include "sim/traitors/equivocate_vote.hpp"

namespace callo::sim {

// Lies as a proposer and as a voter: what breaks agreement once a coalition holds a third.
class Equivocate final : public Behaviour {
 public:
  explicit Equivocate(const TraitorContext& context);

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  EquivocateProposal proposals_;
  EquivocateVote votes_;
  TwoFaces faces_;
};

}  // namespace callo::sim
