#include "sim/traitors/late_speech.hpp"

#include <optional>

#include "sim/traitors/draw.hpp"

namespace callo::sim {

void LateSpeech::rewrite(const Turn& turn, Effects& out) {
  held_.begin(turn);
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    if (!envelope.has_value() || !is_own(*envelope) || !is_triggered(turn.now, *envelope)) {
      out.send(targets, send.frame, send.message_class);
      return;
    }
    held_.hold(turn.now.monotonic + drawn_delay(*envelope), targets, send);
    count_fired();
  });
  held_.release(turn, out);
}

Duration LateSpeech::drawn_delay(const Envelope& envelope) const {
  const Duration delay = context().delay;
  if (kind_ == LatenessKind::random) {
    const auto bound = static_cast<std::uint64_t>(delay.count()) + 1;
    return Duration{static_cast<std::int64_t>(draw_below(context().random, bound))};
  }
  Height height = 0;
  Round round = 0;
  const bool grows = kind_ == LatenessKind::growing && read_place(envelope, height, round);
  return grows ? delay * (std::int64_t{round} + 1) : delay;
}

}  // namespace callo::sim
