#pragma once

#include <optional>

#include "protocol/chain/light_client.hpp"
#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

enum class LightForgeryKind : std::uint8_t {
  equivocation,     // another block of the same round: takes +2/3 of the power
  amnesia,          // another block of the next round: likewise
  lunatic,          // a state that does not follow, and the coalition for its only validators
  forward_lunatic,  // the same, twenty heights beyond the head
  phantoms,         // the coalition under as many new names as it has members
  past,             // the coalition with the power that it had when it was asked first
};

// Lies to light clients only: to whoever asks for a header it shows one that its coalition made up
// and signed with the keys of all its members. In everything else it is honest, so full nodes see
// nothing. All members tell of the same headers. More than a third of the power that a client
// trusts makes it believe (1/3 rule) until it compares; with less nothing can be proven.
class LightForgery final : public Behaviour {
 public:
  LightForgery(const TraitorContext& context, LightForgeryKind kind)
      : Behaviour{context}, kind_{kind} {}

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  // What to show in place of `real`; null: the truth.
  const LightBlock* lie_about(const LightBlock& real, Height asked, Effects& out);
  LightBlock forge(const LightBlock& real, Effects& out) const;
  LightBlock forge_ahead(const LightBlock& real, Effects& out) const;
  std::vector<Validator> members_of(const ValidatorSet& validators) const;
  std::vector<Validator> with_phantoms(std::vector<Validator> members) const;
  LightBlock with_validators(LightBlock block, std::vector<Validator> validators) const;
  void sign(LightBlock& block, Effects& out) const;

  LightForgeryKind kind_;
  SendRewriter rewriter_;
  std::optional<ValidatorSet> first_validators_;  // of the first header that it was asked for
};

}  // namespace callo::sim
