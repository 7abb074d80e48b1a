#include "sim/traitors/proposes_instead.hpp"

#include <optional>
#include <utility>

#include "sim/traitors/block_variant.hpp"
#include "sim/traitors/own_parts.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kChangedBlocksMax = 64;

}  // namespace

ProposesInstead::ProposesInstead(const TraitorContext& context)
    : Replacing{context}, changed_{kChangedBlocksMax} {}

void ProposesInstead::prepare(const Turn& turn, Effects& out) {
  for (std::size_t index = 0; index < out.sends.size(); ++index) {
    const Frame frame = out.sends[index].frame;
    if (!is_decided(frame)) {
      prepare_proposal(turn, frame, out);
    }
  }
}

void ProposesInstead::prepare_proposal(const Turn& turn, const Frame& frame, Effects& out) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  const std::optional<Proposal> proposal =
      envelope.has_value() && is_own(*envelope) ? decode_proposal(*envelope) : std::nullopt;
  if (!proposal.has_value()) {
    return;
  }
  const std::vector<Frame> parts = own_parts(*proposal, out);
  std::optional<Block> block = decode_own_block(parts);
  if (!block.has_value() || !is_triggered(turn.now, *envelope) || !change(*block)) {
    say_instead(frame, {frame});
    return;
  }
  SecondProposal other = propose_instead(context().chain_id, *proposal, *block, context().signer);
  out.work.signatures += other.signatures;
  changed_.at(proposal->block_id) = other.id;
  // The other parts go with the proposal, wherever the honest code sends it; the true ones nowhere.
  for (const Frame& part : parts) {
    say_instead(part, {});
  }
  Words words = std::move(other.parts);
  words.insert(words.begin(), other.proposal);
  say_instead(frame, std::move(words));
}

Replacing::Words ProposesInstead::replacement(const Turn&, const Envelope& envelope,
                                              const Frame& frame, Effects& out) {
  std::optional<Vote> vote = decode_vote(envelope);
  const BlockId* const other = vote.has_value() ? changed_.find(vote->block_id) : nullptr;
  if (other == nullptr) {
    return {frame};
  }
  vote->block_id = *other;
  return {sealed(*vote, out)};
}

}  // namespace callo::sim
