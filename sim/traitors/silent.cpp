#include "sim/traitors/silent.hpp"

#include <optional>

namespace callo::sim {

void Silent::rewrite(const Turn& turn, Effects& out) {
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    const bool is_meant = envelope.has_value() && (is_own(*envelope) || !context().forwards);
    if (is_meant && is_triggered(turn.now, *envelope)) {
      count_fired();
    } else {
      out.send(targets, send.frame, send.message_class);
    }
  });
}

}  // namespace callo::sim
