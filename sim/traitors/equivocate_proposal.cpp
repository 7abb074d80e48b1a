#include "sim/traitors/equivocate_proposal.hpp"

#include <algorithm>
#include <optional>

#include "protocol/chain/block.hpp"
#include "sim/traitors/block_variant.hpp"
#include "sim/traitors/draw.hpp"
#include "sim/traitors/own_parts.hpp"

namespace callo::sim {

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
  const std::optional<Block> block = decode_own_block(parts);
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

}  // namespace callo::sim
