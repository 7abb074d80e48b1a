#include "sim/traitors/withhold.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace callo::sim {

void Withhold::rewrite(const Turn& turn, Effects& out) {
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    if (!envelope.has_value() || !is_own(*envelope) || !is_concerned(*envelope) ||
        !is_triggered(turn.now, *envelope)) {
      out.send(targets, send.frame, send.message_class);
      return;
    }
    serve(*envelope, targets);
    if (!served_.empty()) {
      out.send(served_, send.frame, send.message_class);
    }
    if (served_.size() < targets.size()) {
      count_fired();
    }
  });
}

bool Withhold::is_concerned(const Envelope& envelope) const {
  const MessageKind kind = envelope.header.kind;
  const bool is_vote = kind == MessageKind::prevote || kind == MessageKind::precommit;
  switch (kind_) {
    case WithholdKind::proposals:
      return kind == MessageKind::proposal;
    case WithholdKind::parts:
      return kind == MessageKind::block_part;
    case WithholdKind::precommits:
      return kind == MessageKind::precommit;
    case WithholdKind::votes:
    case WithholdKind::hidden_lock:
      return is_vote;
  }
  return false;
}

void Withhold::serve(const Envelope& envelope, std::span<const EndpointId> targets) {
  served_.clear();
  Height height = 0;
  Round round = 0;
  const bool is_hidden = kind_ == WithholdKind::hidden_lock && read_place(envelope, height, round);
  if (!is_hidden) {
    const std::vector<EndpointId>& receivers = context().receivers;
    std::copy_if(targets.begin(), targets.end(), std::back_inserter(served_), [&](EndpointId id) {
      return std::find(receivers.begin(), receivers.end(), id) != receivers.end();
    });
    return;
  }
  peers_.insert(targets.begin(), targets.end());
  if (envelope.header.kind == MessageKind::prevote && !peers_.empty()) {
    const auto number = static_cast<std::ptrdiff_t>(height % peers_.size());
    const EndpointId chosen = *std::next(peers_.begin(), number);
    std::copy_if(targets.begin(), targets.end(), std::back_inserter(served_),
                 [&](EndpointId id) { return id == chosen; });
  }
}

}  // namespace callo::sim
