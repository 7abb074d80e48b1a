#pragma once

#include <vector>

#include "protocol/chain/vote.hpp"
#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/two_faces.hpp"

namespace callo::sim {

// As a proposer, shows side b a second valid block of the same round, with its own parts.
class EquivocateProposal final : public Behaviour {
 public:
  using Behaviour::Behaviour;

  void rewrite(const Turn& turn, Effects& out) override;
  // Makes up the lies of this step without sending them (equivocate sends votes' lies with them).
  void prepare(const Turn& turn, Effects& out);

 private:
  void prepare_proposal(const Turn& turn, const Frame& frame, Effects& out);

  TwoFaces faces_;
};

}  // namespace callo::sim
