#include "sim/traitors/equivocate_vote.hpp"

#include <chrono>
#include <optional>
#include <variant>

namespace callo::sim {

void EquivocateVote::rewrite(const Turn& turn, Effects& out) {
  prepare(turn, out);
  count_fired(faces_.split(context().coalition, out));
}

void EquivocateVote::prepare(const Turn& turn, Effects& out) {
  look(turn.input);
  for (std::size_t index = 0; index < out.sends.size(); ++index) {
    const Frame frame = out.sends[index].frame;
    if (context().coalition.told(frame.id()) == nullptr) {
      prepare_vote(turn, frame, out);
    }
  }
}

void EquivocateVote::look(const Input& input) {
  const auto* received = std::get_if<Received>(&input);
  if (received == nullptr) {
    return;
  }
  const std::optional<Envelope> envelope = open_envelope(received->frame.bytes());
  if (!envelope.has_value()) {
    return;
  }
  if (const std::optional<Proposal> proposal = decode_proposal(*envelope)) {
    context().coalition.saw(proposal->height, proposal->round, proposal->block_id);
  }
}

void EquivocateVote::prepare_vote(const Turn& turn, const Frame& frame, Effects& out) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  if (!envelope.has_value() || !is_own(*envelope)) {
    return;
  }
  const std::optional<Vote> vote = decode_vote(*envelope);
  if (!vote.has_value()) {
    return;
  }
  FrameVariants variants{frame, frame};
  if (is_triggered(turn.now, *envelope)) {
    const BlockVariants blocks = choose(*vote);
    variants = {voted(*vote, frame, blocks.a, out), voted(*vote, frame, blocks.b, out)};
  }
  context().coalition.tell(frame.id(), variants);
}

BlockVariants EquivocateVote::choose(const Vote& vote) const {
  const Coalition& coalition = context().coalition;
  if (const BlockVariants* blocks = coalition.proposed(vote.height, vote.round)) {
    return *blocks;
  }
  if (const auto other = coalition.another_block(vote.height, vote.round, vote.block_id)) {
    return {vote.block_id, *other};
  }
  return {vote.block_id, BlockId{}};
}

Frame EquivocateVote::voted(const Vote& vote, const Frame& honest, const BlockId& block,
                            Effects& out) {
  if (block == vote.block_id) {
    return honest;
  }
  Vote other = vote;
  other.block_id = block;
  // A second block is a millisecond later than the first, and a vote is later than its block.
  other.time += std::chrono::milliseconds{1};
  return sealed(other, out);
}

}  // namespace callo::sim
