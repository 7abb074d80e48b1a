#pragma once

#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Says nothing of its own; forwards what others say only if TraitorContext::forwards.
class Silent final : public Behaviour {
 public:
  using Behaviour::Behaviour;

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  SendRewriter rewriter_;
};

}  // namespace callo::sim
