#pragma once

#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

enum class CopyLieKind : std::uint8_t {
  false_network,  // well signed and well proven, of a network that its accomplices run
  no_proof,       // puts accomplices in the place of members that it has signed
  no_signature,   // of a copy that it has not signed
};

// A core server that lies to joiners about who is in the network.
class CopyLie final : public Behaviour {
 public:
  CopyLie(const TraitorContext& context, CopyLieKind kind);

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  // The lie instead of an answer to a joiner; empty for every other message.
  Frame lie_for(const Turn& turn, const Frame& frame, Effects& out) const;

  CopyLieKind kind_;
  SendRewriter rewriter_;
};

// A node of a network that a lying core server leads joiners to. It runs honest code, among its
// own.
class Accomplice final : public Behaviour {
 public:
  using Behaviour::Behaviour;

  void rewrite(const Turn& turn, Effects& out) override;
};

}  // namespace callo::sim
