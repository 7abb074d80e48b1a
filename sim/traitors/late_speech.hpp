#pragma once

#include "sim/traitors/held_mail.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

enum class LatenessKind : std::uint8_t {
  fixed,    // by TraitorContext::delay: just before a timeout or just after it, as one likes
  random,   // by anything up to it
  growing,  // by it times the round's number from 1, as the timeouts grow
};

// Says all that the honest code says, later.
class LateSpeech final : public Behaviour {
 public:
  LateSpeech(const TraitorContext& context, LatenessKind kind) : Behaviour{context}, kind_{kind} {}

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  Duration drawn_delay(const Envelope& envelope) const;

  LatenessKind kind_;
  HeldMail held_;
  SendRewriter rewriter_;
};

}  // namespace callo::sim
