#pragma once

#include "protocol/chain/vote.hpp"
#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/two_faces.hpp"

namespace callo::sim {

// Votes twice in every round: for the coalition's block of each side where a member proposed two,
// otherwise the honest vote towards side a and another seen block or nil towards side b.
class EquivocateVote final : public Behaviour {
 public:
  using Behaviour::Behaviour;

  void rewrite(const Turn& turn, Effects& out) override;
  // Makes up the lies of this step without sending them.
  void prepare(const Turn& turn, Effects& out);

 private:
  void look(const Input& input);
  void prepare_vote(const Turn& turn, const Frame& frame, Effects& out);
  // What each side is to be told; equal when nothing contradicts the honest vote.
  BlockVariants choose(const Vote& vote) const;
  Frame voted(const Vote& vote, const Frame& honest, const BlockId& block, Effects& out);

  TwoFaces faces_;
};

}  // namespace callo::sim
