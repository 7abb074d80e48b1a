#include "sim/traitors/amnesia.hpp"

#include <algorithm>
#include <variant>

#include "protocol/chain/part_set.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"
#include "sim/traitors/block_variant.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kHeightsMax = 64;
constexpr std::size_t kPartsMax = 2 * kBlockPartsMax;

}  // namespace

Amnesia::Amnesia(const TraitorContext& context)
    : Behaviour{context}, heard_{kHeightsMax}, chosen_{kHeightsMax} {}

void Amnesia::rewrite(const Turn& turn, Effects& out) {
  if (const auto* received = std::get_if<Received>(&turn.input)) {
    look(received->frame);
  }
  const std::size_t sends = out.sends.size();
  for (std::size_t index = 0; index < sends; ++index) {
    look(out.sends[index].frame);
  }
  for (std::size_t index = 0; index < sends; ++index) {
    const Frame frame = out.sends[index].frame;
    look_for_own_lock(turn, frame, out);
  }
  split(turn, out);
}

void Amnesia::look(const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  if (!envelope.has_value()) {
    return;
  }
  if (const std::optional<Proposal> proposal = decode_proposal(*envelope)) {
    Heard& heard = heard_.at(proposal->height);
    heard.proposal = heard.proposal.has_value() ? heard.proposal : proposal;
    return;
  }
  const std::optional<BlockPart> part = decode_block_part(*envelope);
  if (!part.has_value()) {
    return;
  }
  Heard& heard = heard_.at(part->height);
  const std::optional<PartSetHeader> header = part_set_of(*part);
  if (header.has_value() && heard.parts.size() < kPartsMax) {
    heard.parts[{*header, part->proof.index}].assign(part->bytes.begin(), part->bytes.end());
  }
}

// The honest code inside locks with its precommit; that is what will be forgotten.
void Amnesia::look_for_own_lock(const Turn& turn, const Frame& frame, Effects& out) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  if (!envelope.has_value() || !is_own(*envelope) ||
      envelope->header.kind != MessageKind::precommit) {
    return;
  }
  const std::optional<Vote> vote = decode_vote(*envelope);
  if (!vote.has_value() || vote->block_id.is_nil() || vote->height <= lied_at_ ||
      !is_chosen(turn, *envelope, vote->height)) {
    return;
  }
  const Heard* const heard = heard_.find(vote->height);
  if (heard == nullptr || !heard->proposal.has_value() ||
      heard->proposal->block_id != vote->block_id) {
    return;
  }
  Bytes bytes;
  for (const auto& [name, part] : heard->parts) {
    if (name.first == vote->block_id.parts) {
      bytes.insert(bytes.end(), part.begin(), part.end());
    }
  }
  if (std::optional<Block> block = decode_block(bytes)) {
    make_up(*vote, *heard->proposal, std::move(*block), out);
  }
}

void Amnesia::make_up(const Vote& lock, const Proposal& proposal, Block block, Effects& out) {
  const std::optional<Round> round = next_own_turn(proposal, lock.round);
  if (!round.has_value()) {
    return;
  }
  // Every member derives the same other block from the one that it locked.
  Proposal mine = proposal;
  mine.round = *round;
  mine.proposer = context().self;
  const SecondProposal other = make_second_proposal(context().chain_id, mine, std::move(block),
                                                    BlockTwist::later, context().signer);
  lied_at_ = lock.height;
  lie_.clear();
  is_new_lie_ = true;
  if (proposer_of(proposal, *round) == context().self) {
    lie_.push_back(other.proposal);
    lie_.insert(lie_.end(), other.parts.begin(), other.parts.end());
  }
  for (const VoteType type : {VoteType::prevote, VoteType::precommit}) {
    const Vote vote{type, lock.height, *round, other.id, lock.time, context().self};
    lie_.push_back(seal(vote_header(context().chain_id, type, context().self), encode_data(vote),
                        context().signer));
  }
  out.work.signatures += other.signatures + 2;
}

std::optional<Round> Amnesia::next_own_turn(const Proposal& proposal, Round after) const {
  for (Round round = after + 1; round <= after + static_cast<Round>(context().validators);
       ++round) {
    if (context().coalition.is_member(proposer_of(proposal, round))) {
      return round;
    }
  }
  return std::nullopt;
}

NodeId Amnesia::proposer_of(const Proposal& proposal, Round round) const {
  const auto turns = static_cast<std::uint32_t>(round - proposal.round);
  return NodeId{(proposal.proposer.value + turns) % context().validators};
}

// Drawn once a height, so that a lie is told as a whole or not at all.
bool Amnesia::is_chosen(const Turn& turn, const Envelope& envelope, Height height) {
  if (const bool* known = chosen_.find(height)) {
    return *known;
  }
  return chosen_.at(height) = is_triggered(turn.now, envelope);
}

// Side b must neither see the lock being taken nor learn what came of it.
bool Amnesia::is_kept_from_b(const Turn& turn, const Send& send) {
  if (send.message_class != MessageClass::vote && send.message_class != MessageClass::block) {
    return false;
  }
  const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
  Height height = 0;
  Round round = 0;
  if (!envelope.has_value()) {
    return false;
  }
  if (read_place(*envelope, height, round)) {
    return is_chosen(turn, *envelope, height);
  }
  // A decided block begins with its height.
  Reader in{envelope->data};
  return envelope->header.kind == MessageKind::decided_block && in.u64() >= lied_at_ &&
         lied_at_ > 0;
}

void Amnesia::split(const Turn& turn, Effects& out) {
  std::set<EndpointId> told;
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    side_a_.clear();
    side_b_.clear();
    for (const EndpointId target : targets) {
      (context().coalition.side_of(target) == Side::a ? side_a_ : side_b_).push_back(target);
    }
    out.send(side_a_, send.frame, send.message_class);
    if (!is_kept_from_b(turn, send)) {
      out.send(side_b_, send.frame, send.message_class);
    }
    if (is_new_lie_ || send.message_class == MessageClass::control) {
      told.insert(side_b_.begin(), side_b_.end());
    }
  });
  is_new_lie_ = false;
  if (lie_.empty() || told.empty()) {
    return;
  }
  side_b_.assign(told.begin(), told.end());
  for (const Frame& frame : lie_) {
    out.send(side_b_, frame, MessageClass::vote);
  }
  count_fired();
}

}  // namespace callo::sim
