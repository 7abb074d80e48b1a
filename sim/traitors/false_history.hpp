#pragma once

#include <map>

#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Lies to those who are behind: tells heights that it has not reached, then lower ones than before,
// and of the blocks and snapshots that it is asked for it sends nothing, half, another one, or one
// with a bit changed; it offers snapshots with another one's turn to propose, or another state.
// What it says of rounds and votes is honest.
class FalseHistory final : public Behaviour {
 public:
  using Behaviour::Behaviour;

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  // These give the data to send in place of the message's; empty: nothing.
  Bytes lie_about(const Envelope& envelope);
  Bytes false_status(BytesView data);
  Bytes false_block(BytesView data);
  Bytes false_offer(const Envelope& envelope);
  Bytes false_answer(const Envelope& envelope);
  // What was to be sent the last time in a message of this kind, if it was something else.
  Bytes older(const Envelope& envelope);
  Bytes cut(BytesView bytes);
  Bytes flipped(BytesView bytes);

  SendRewriter rewriter_;
  std::map<MessageKind, Bytes> older_;
};

}  // namespace callo::sim
