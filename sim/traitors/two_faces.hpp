#pragma once

#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Carries a coalition's lies: every frame that has two variants, be it fresh, sent again as a
// repair or passed on for another member, goes to each side as that side's variant.
class TwoFaces {
 public:
  // Returns how many of the sends told side b something else than the node had said.
  std::uint64_t split(const Coalition& coalition, Effects& out);

 private:
  void split_one(const FrameVariants& variants, const Send& send,
                 std::span<const EndpointId> targets, const Coalition& coalition, Effects& out);

  SendRewriter rewriter_;
  std::vector<EndpointId> side_a_;
  std::vector<EndpointId> side_b_;
  std::uint64_t lies_ = 0;
};

}  // namespace callo::sim
