#include "sim/traitors/false_history.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "protocol/node/decided_block.hpp"
#include "protocol/node/snapshot_messages.hpp"
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
      out.send(targets, sealed(envelope->header, data, out), send.message_class);
    }
  });
}

Bytes FalseHistory::lie_about(const Envelope& envelope) {
  switch (envelope.header.kind) {
    case MessageKind::status:
      return false_status(envelope.data);
    case MessageKind::decided_block:
      return draw_below(context().random, 4) == 0 ? older(envelope) : false_block(envelope.data);
    case MessageKind::snapshot_offer:
      return false_offer(envelope);
    default:
      return false_answer(envelope);
  }
}

Bytes FalseHistory::false_status(BytesView data) {
  std::optional<Status> status = decode_status(data);
  if (!status.has_value()) {
    return {};
  }
  Random& random = context().random;
  switch (draw_below(random, 3)) {
    case 0:
      status->height += 1 + draw_below(random, kHeightsClaimedMax);
      break;
    case 1:
      status->height = std::numeric_limits<Height>::max() - draw_below(random, 2);
      break;
    default:
      status->height = 1 + draw_below(random, std::max<Height>(status->height, 2) - 1);
  }
  return encode_data(*status);
}

// Well formed but for its block or its commit.
Bytes FalseHistory::false_block(BytesView data) {
  const std::optional<DecidedBlock> decided = decode_decided_block(data);
  if (!decided.has_value()) {
    return {};
  }
  Bytes block{decided->block.begin(), decided->block.end()};
  Bytes commit{decided->commit.begin(), decided->commit.end()};
  switch (draw_below(context().random, 4)) {
    case 0:
      return {};
    case 1:
      block = flipped(block);
      break;
    case 2:
      commit = flipped(commit);
      break;
    default:
      block = cut(block);
  }
  return encode_data(DecidedBlock{decided->height, block, commit});
}

// Well formed but for whose turn it is to propose, or for what the state is beside its coins: both
// would be believed by whoever does not compare them with the headers of the same offer.
Bytes FalseHistory::false_offer(const Envelope& envelope) {
  std::optional<SnapshotOffer> offer = decode_snapshot_offer(envelope.data);
  const std::uint64_t lie = draw_below(context().random, 4);
  if (!offer.has_value() || lie > 1) {
    return false_answer(envelope);
  }
  if (lie == 0) {
    offer->validators.advance(1);
    offer->next_validators.advance(1);
  } else {
    offer->manifest.rest = flipped(offer->manifest.rest);
  }
  return encode_data(*offer);
}

Bytes FalseHistory::false_answer(const Envelope& envelope) {
  switch (draw_below(context().random, 4)) {
    case 0:
      return {};
    case 1:
      return cut(envelope.data);
    case 2:
      return older(envelope);
    default:
      return flipped(envelope.data);
  }
}

Bytes FalseHistory::older(const Envelope& envelope) {
  Bytes asked{envelope.data.begin(), envelope.data.end()};
  Bytes before = std::exchange(older_[envelope.header.kind], asked);
  return before == asked ? Bytes{} : before;
}

Bytes FalseHistory::cut(BytesView bytes) {
  const std::uint64_t kept = bytes.empty() ? 0 : draw_below(context().random, bytes.size());
  return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(kept)};
}

Bytes FalseHistory::flipped(BytesView bytes) {
  Bytes changed{bytes.begin(), bytes.end()};
  if (!changed.empty()) {
    changed[draw_below(context().random, changed.size())] ^=
        static_cast<std::uint8_t>(1U << draw_below(context().random, 8));
  }
  return changed;
}

}  // namespace callo::sim
