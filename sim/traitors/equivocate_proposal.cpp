#include "sim/traitors/equivocate_proposal.hpp"

#include <algorithm>
#include <optional>

#include "protocol/chain/block.hpp"
#include "protocol/chain/part_set.hpp"
#include "sim/traitors/block_variant.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

std::optional<Block> decode_parts(std::span<const Frame> parts) {
  Bytes bytes;
  for (const Frame& frame : parts) {
    const std::optional<Envelope> envelope = open_envelope(frame.bytes());
    const std::optional<BlockPart> part = decode_block_part(*envelope);
    bytes.insert(bytes.end(), part->bytes.begin(), part->bytes.end());
  }
  return decode_block(bytes);
}

}  // namespace

void EquivocateProposal::rewrite(const Turn& turn, Effects& out) {
  prepare(turn, out);
  count_fired(faces_.split(context().coalition, out));
}

void EquivocateProposal::prepare(const Turn& turn, Effects& out) {
  for (std::size_t index = 0; index < out.sends.size(); ++index) {
    const Frame frame = out.sends[index].frame;
    if (context().coalition.told(frame.id()) == nullptr) {
      prepare_proposal(turn, frame, out);
    }
  }
}

void EquivocateProposal::prepare_proposal(const Turn& turn, const Frame& frame, Effects& out) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  if (!envelope.has_value() || !is_own(*envelope)) {
    return;
  }
  const std::optional<Proposal> proposal = decode_proposal(*envelope);
  if (!proposal.has_value()) {
    return;
  }
  Coalition& coalition = context().coalition;
  const std::vector<Frame> parts = own_parts(*proposal, out);
  const std::optional<Block> block = decode_parts(parts);
  if (!is_triggered(turn.now, *envelope) || !block.has_value()) {
    coalition.tell(frame.id(), {frame, frame});
    return;
  }
  const auto twist = static_cast<BlockTwist>(draw_below(context().random, kBlockTwists));
  const SecondProposal second =
      make_second_proposal(context().chain_id, *proposal, *block, twist, context().signer);
  out.work.signatures += second.signatures;
  coalition.propose(proposal->height, proposal->round, {proposal->block_id, second.id});
  coalition.tell(frame.id(), {frame, second.proposal});
  for (std::size_t index = 0; index < std::max(parts.size(), second.parts.size()); ++index) {
    const FrameVariants variants{index < parts.size() ? parts[index] : Frame{},
                                 index < second.parts.size() ? second.parts[index] : Frame{}};
    coalition.tell(variants.a ? variants.a.id() : variants.b.id(), variants);
  }
}

std::vector<Frame> EquivocateProposal::own_parts(const Proposal& proposal,
                                                 const Effects& out) const {
  std::vector<Frame> parts(proposal.block_id.parts.total);
  for (const Send& send : out.sends) {
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    if (!envelope.has_value() || !is_own(*envelope)) {
      continue;
    }
    const std::optional<BlockPart> part = decode_block_part(*envelope);
    if (part.has_value() && part->height == proposal.height && part->round == proposal.round &&
        part_set_of(*part) == proposal.block_id.parts) {
      parts[part->proof.index] = send.frame;
    }
  }
  const bool is_whole =
      std::all_of(parts.begin(), parts.end(), [](const Frame& f) { return bool(f); });
  return is_whole ? parts : std::vector<Frame>{};
}

}  // namespace callo::sim
