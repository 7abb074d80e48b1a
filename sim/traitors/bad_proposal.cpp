#include "sim/traitors/bad_proposal.hpp"

#include <optional>

#include "sim/traitors/block_variant.hpp"
#include "sim/traitors/draw.hpp"
#include "sim/traitors/own_parts.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kBadBlocksMax = 64;

}  // namespace

BadProposal::BadProposal(const TraitorContext& context, BadProposalKind kind)
    : Replacing{context}, kind_{kind}, bad_{kBadBlocksMax} {}

void BadProposal::prepare(const Turn& turn, Effects& out) {
  for (std::size_t index = 0; index < out.sends.size(); ++index) {
    const Frame frame = out.sends[index].frame;
    if (!is_decided(frame)) {
      prepare_proposal(turn, frame, out);
    }
  }
}

void BadProposal::prepare_proposal(const Turn& turn, const Frame& frame, Effects& out) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  const std::optional<Proposal> proposal =
      envelope.has_value() && is_own(*envelope) ? decode_proposal(*envelope) : std::nullopt;
  if (!proposal.has_value()) {
    return;
  }
  const std::vector<Frame> parts = own_parts(*proposal, out);
  std::optional<Block> block = decode_own_block(parts);
  const bool has_material =
      block.has_value() && (kind_ == BadProposalKind::block || block->last_commit.has_value());
  if (!has_material || !is_triggered(turn.now, *envelope)) {
    say_instead(frame, {frame});
    return;
  }
  spoil_somehow(*block);
  SecondProposal bad = propose_instead(context().chain_id, *proposal, *block, context().signer);
  out.work.signatures += bad.signatures;
  bad_.at(proposal->block_id) = bad.id;
  // The bad parts go with the proposal, wherever the honest code sends it; the true ones nowhere.
  for (const Frame& part : parts) {
    say_instead(part, {});
  }
  Words words = std::move(bad.parts);
  words.insert(words.begin(), bad.proposal);
  say_instead(frame, std::move(words));
}

void BadProposal::spoil_somehow(Block& block) const {
  Random& random = context().random;
  bool is_spoilt = false;
  while (!is_spoilt) {
    is_spoilt =
        kind_ == BadProposalKind::block
            ? spoil(block, static_cast<BlockDefect>(draw_below(random, kBlockDefects)))
            : spoil_last_commit(
                  block, static_cast<CommitDefect>(draw_below(random, kCommitDefects)), random);
  }
}

Replacing::Words BadProposal::replacement(const Turn&, const Envelope& envelope, const Frame& frame,
                                          Effects& out) {
  std::optional<Vote> vote = decode_vote(envelope);
  const BlockId* const bad = vote.has_value() ? bad_.find(vote->block_id) : nullptr;
  if (bad == nullptr) {
    return {frame};
  }
  vote->block_id = *bad;
  return {sealed(*vote, out)};
}

}  // namespace callo::sim
