#include "sim/traitors/adding.hpp"

#include <optional>
#include <variant>

namespace callo::sim {

namespace {

constexpr std::size_t kFollowedMax = 256;

}  // namespace

Adding::Adding(const TraitorContext& context) : Behaviour{context}, followed_{kFollowedMax} {}

void Adding::look_at(const Turn& turn, const Effects& out) {
  if (const auto* received = std::get_if<Received>(&turn.input)) {
    look(received->frame);
  }
  for (const Send& send : out.sends) {
    look(send.frame);
  }
}

void Adding::rewrite(const Turn& turn, Effects& out) {
  look_at(turn, out);
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    out.send(targets, send.frame, send.message_class);
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    const std::optional<Vote> vote =
        envelope.has_value() && is_own(*envelope) ? decode_vote(*envelope) : std::nullopt;
    if (!vote.has_value() || followed_.find(send.frame.id()) != nullptr) {
      return;
    }
    followed_.at(send.frame.id()) = true;
    if (is_triggered(turn.now, *envelope)) {
      targets_ = targets;
      follow(turn, *vote, out);
    }
  });
}

void Adding::add(const Frame& frame, MessageClass message_class, Effects& out) {
  out.send(targets_, frame, message_class);
  count_fired();
}

}  // namespace callo::sim
