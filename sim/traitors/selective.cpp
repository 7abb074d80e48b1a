#include "sim/traitors/selective.hpp"

#include <algorithm>
#include <optional>

namespace callo::sim {

void Selective::rewrite(const Turn& turn, Effects& out) {
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    if (!envelope.has_value() || !is_own(*envelope) || !is_triggered(turn.now, *envelope)) {
      out.send(targets, send.frame, send.message_class);
      return;
    }
    served_.clear();
    std::copy_if(targets.begin(), targets.end(), std::back_inserter(served_),
                 [this](EndpointId endpoint) { return is_served(endpoint); });
    out.send(served_, send.frame, send.message_class);
    if (served_.size() < targets.size()) {
      count_fired();
    }
  });
}

bool Selective::is_served(EndpointId endpoint) const {
  const std::vector<EndpointId>& receivers = context().receivers;
  if (receivers.empty()) {
    return context().coalition.side_of(endpoint) == Side::a;
  }
  return std::find(receivers.begin(), receivers.end(), endpoint) != receivers.end();
}

}  // namespace callo::sim
