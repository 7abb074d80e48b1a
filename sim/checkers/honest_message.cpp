#include "sim/checkers/honest_message.hpp"

#include "protocol/wire/envelope.hpp"
#include "sim/checkers/checker.hpp"

namespace callo::sim {

namespace {

std::optional<HonestMessage> read_message(const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  if (!envelope.has_value()) {
    return std::nullopt;
  }
  const NodeId sender = envelope->header.sender;
  const MessageKind kind = envelope->header.kind;
  if (const auto vote = decode_vote(*envelope)) {
    return HonestMessage{{}, sender, kind, vote->height, vote->round, kNoRound, vote->block_id};
  }
  if (const auto proposal = decode_proposal(*envelope)) {
    return HonestMessage{{},
                         sender,
                         kind,
                         proposal->height,
                         proposal->round,
                         proposal->valid_round,
                         proposal->block_id};
  }
  return std::nullopt;
}

}  // namespace

const std::optional<HonestMessage>& MessageMemo::read(const Frame& frame) {
  for (const Entry& entry : entries_) {
    if (entry.content == frame.id()) {
      return entry.message;
    }
  }
  Entry& entry = entries_[oldest_];
  oldest_ = (oldest_ + 1) % entries_.size();
  entry = {frame.id(), read_message(frame)};
  return entry.message;
}

std::optional<HonestMessage> honest_message(const CheckContext& context, const Moment& moment,
                                            const Frame& frame) {
  std::optional<HonestMessage> message = context.messages->read(frame);
  if (!message.has_value() || message->node != moment.node) {
    return std::nullopt;
  }
  message->time = moment.time;
  return message;
}

}  // namespace callo::sim
