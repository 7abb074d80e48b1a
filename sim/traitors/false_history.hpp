#pragma once

#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Lies to those who are behind: claims heights that nobody has, and of the blocks and snapshots
// that it is asked for it sends nothing, half, another block, or one with a bit changed. What it
// says about the open height is honest.
class FalseHistory final : public Behaviour {
 public:
  using Behaviour::Behaviour;

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  // The data to send in place of the message's; empty: nothing.
  Bytes lie_about(const Envelope& envelope);
  Bytes false_answer(BytesView data);

  SendRewriter rewriter_;
  Bytes last_block_;  // the one served before, to be sent in place of another
};

}  // namespace callo::sim
