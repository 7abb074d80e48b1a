#include "sim/traitors/false_history.hpp"

#include <optional>

#include "protocol/node/status.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

constexpr std::uint64_t kHeightsClaimedMax = 1'000'000;

bool is_concerned(MessageKind kind) {
  return kind == MessageKind::status || kind == MessageKind::decided_block ||
         kind == MessageKind::snapshot_offer || kind == MessageKind::snapshot_piece;
}

}  // namespace

void FalseHistory::rewrite(const Turn& turn, Effects& out) {
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    if (!envelope.has_value() || !is_own(*envelope) || !is_concerned(envelope->header.kind) ||
        !is_triggered(turn.now, *envelope)) {
      out.send(targets, send.frame, send.message_class);
      return;
    }
    const Bytes data = lie_about(*envelope);
    count_fired();
    if (!data.empty()) {
      ++out.work.signatures;
      out.send(targets, seal(envelope->header, data, context().signer), send.message_class);
    }
  });
}

Bytes FalseHistory::lie_about(const Envelope& envelope) {
  if (envelope.header.kind != MessageKind::status) {
    return false_answer(envelope.data);
  }
  std::optional<Status> status = decode_status(envelope.data);
  CALLO_CHECK(status.has_value());
  status->height += 1 + draw_below(context().random, kHeightsClaimedMax);
  status->rounds.clear();
  return encode_data(*status);
}

Bytes FalseHistory::false_answer(BytesView data) {
  Bytes bytes{data.begin(), data.end()};
  switch (draw_below(context().random, 4)) {
    case 0:
      return {};
    case 1:
      bytes.resize(bytes.size() / 2);
      return bytes;
    case 2:
      std::swap(bytes, last_block_);
      return bytes;
    default:
      bytes[draw_below(context().random, bytes.size())] ^=
          static_cast<std::uint8_t>(1U << draw_below(context().random, 8));
      return bytes;
  }
}

}  // namespace callo::sim
