#pragma once

#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Lies to whoever is behind: tells heights that it has not reached, then lower ones than before,
// and sends forged decided blocks, those of another height, or none.
class CatchUpLies final : public Behaviour {
 public:
  using Behaviour::Behaviour;

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  Frame lie(const Frame& frame, const Envelope& envelope, Effects& out);
  Frame false_status(const Envelope& envelope, Effects& out);
  Frame false_block(const Frame& frame, const Envelope& envelope, Effects& out);

  SendRewriter rewriter_;
  Frame older_block_;  // a decided block sent before
};

}  // namespace callo::sim
