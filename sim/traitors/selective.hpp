#pragma once

#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Sends its own messages to a chosen few only, so that what is known differs from node to node (a
// quorum that forms at some nodes alone, a hidden lock). Forwards what others say to everybody.
class Selective final : public Behaviour {
 public:
  using Behaviour::Behaviour;

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  bool is_served(EndpointId endpoint) const;

  SendRewriter rewriter_;
  std::vector<EndpointId> served_;
};

}  // namespace callo::sim
