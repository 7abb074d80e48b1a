#include "sim/traitors/catch_up_lies.hpp"

#include <limits>
#include <optional>

#include "protocol/node/decided_block.hpp"
#include "protocol/node/status.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

void CatchUpLies::rewrite(const Turn& turn, Effects& out) {
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    const bool is_concerned = envelope.has_value() && is_own(*envelope) &&
                              (envelope->header.kind == MessageKind::status ||
                               envelope->header.kind == MessageKind::decided_block);
    if (!is_concerned || !is_triggered(turn.now, *envelope)) {
      out.send(targets, send.frame, send.message_class);
      return;
    }
    if (const Frame frame = lie(send.frame, *envelope, out)) {
      out.send(targets, frame, send.message_class);
    }
    count_fired();
  });
}

// An empty frame: nothing is sent.
Frame CatchUpLies::lie(const Frame& frame, const Envelope& envelope, Effects& out) {
  return envelope.header.kind == MessageKind::status ? false_status(envelope, out)
                                                     : false_block(frame, envelope, out);
}

Frame CatchUpLies::false_status(const Envelope& envelope, Effects& out) {
  std::optional<Status> status = decode_status(envelope.data);
  if (!status.has_value()) {
    return {};
  }
  Random& random = context().random;
  switch (draw_below(random, 3)) {
    case 0:
      status->height += 1 + draw_below(random, 1'000);
      break;
    case 1:
      status->height = std::numeric_limits<Height>::max() - draw_below(random, 2);
      break;
    default:
      status->height = 1 + draw_below(random, status->height);
  }
  return sealed(envelope.header, encode_data(*status), out);
}

Frame CatchUpLies::false_block(const Frame& frame, const Envelope& envelope, Effects& out) {
  const Frame older = std::exchange(older_block_, frame);
  const std::optional<DecidedBlock> decided = decode_decided_block(envelope.data);
  if (!decided.has_value()) {
    return {};
  }
  Random& random = context().random;
  Bytes block{decided->block.begin(), decided->block.end()};
  Bytes commit{decided->commit.begin(), decided->commit.end()};
  switch (draw_below(random, 5)) {
    case 0:
      return {};
    case 1:
      return older;
    case 2:
      block[draw_below(random, block.size())] ^= 1;
      break;
    case 3:
      commit[draw_below(random, commit.size())] ^= 1;
      break;
    default:
      block.resize(draw_below(random, block.size()));
  }
  return sealed(envelope.header, encode_data(DecidedBlock{decided->height, block, commit}), out);
}

}  // namespace callo::sim
