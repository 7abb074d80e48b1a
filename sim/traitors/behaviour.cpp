#include "sim/traitors/behaviour.hpp"

#include "protocol/wire/codec.hpp"

namespace callo::sim {

bool read_place(const Envelope& envelope, Height& height, Round& round) {
  switch (envelope.header.kind) {
    case MessageKind::proposal:
    case MessageKind::block_part:
    case MessageKind::prevote:
    case MessageKind::precommit: {
      // The data of all four begins with u64 height | i32 round.
      Reader in{envelope.data};
      const Height read_height = in.u64();
      const Round read_round = in.i32();
      if (!in.ok()) {
        return false;
      }
      height = read_height;
      round = read_round;
      return true;
    }
    default:
      return false;
  }
}

bool Behaviour::is_triggered(Now now, const Envelope& envelope) {
  TriggerPoint point{now.monotonic, height_, round_};
  if (read_place(envelope, point.height, point.round) && is_own(envelope)) {
    height_ = point.height;
    round_ = point.round;
  }
  if (!context_.trigger.seen.is_empty()) {
    point.seen = self_watch_.seen(point.height, point.round);
  }
  return context_.trigger.fires(point, context_.random);
}

Frame Behaviour::sealed(const Vote& vote, Effects& out) const {
  return sealed(vote_header(context_.chain_id, vote.type, vote.validator), encode_data(vote), out);
}

Frame Behaviour::sealed(const Proposal& proposal, Effects& out) const {
  return sealed(proposal_header(context_.chain_id, proposal.proposer), encode_data(proposal), out);
}

Frame Behaviour::sealed(const BlockPart& part, Effects& out) const {
  return sealed(block_part_header(context_.chain_id, context_.self), encode_data(part), out);
}

Frame Behaviour::sealed(const Header& header, BytesView data, Effects& out) const {
  ++out.work.signatures;
  return seal(header, data, context_.signer);
}

}  // namespace callo::sim
