#pragma once

#include <set>

#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

enum class WithholdKind : std::uint8_t {
  proposals,    // the parts are out, but nothing says that they are proposed
  parts,        // a proposal whose block nobody can read
  votes,        // proposes but never votes
  precommits,   // lets the others lock and does not help them to decide
  hidden_lock,  // its prevotes go to one node a height, so that a lock may form there alone; nobody
                // hears its precommits
};

// Keeps some of its own messages to itself, or to TraitorContext::receivers.
class Withhold final : public Behaviour {
 public:
  Withhold(const TraitorContext& context, WithholdKind kind) : Behaviour{context}, kind_{kind} {}

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  bool is_concerned(const Envelope& envelope) const;
  void serve(const Envelope& envelope, std::span<const EndpointId> targets);

  WithholdKind kind_;
  SendRewriter rewriter_;
  std::vector<EndpointId> served_;
  std::set<EndpointId> peers_;  // everybody it ever spoke to
};

}  // namespace callo::sim
