#include "protocol/node/tendermint_messages.hpp"

namespace callo {

namespace {

// The block with +2/3 votes of one type; nil does not count.
const BlockId* quorum_block(const VoteSet& votes) {
  for (std::size_t position = 0; position < votes.quorums(); ++position) {
    if (!votes.quorum_block(position).is_nil()) {
      return &votes.quorum_block(position);
    }
  }
  return nullptr;
}

}  // namespace

void TendermintMessages::rounds(std::vector<Round>& out) const {
  for (const auto& [round, messages] : tendermint_.log().rounds()) {
    out.push_back(round);
  }
}

std::optional<TendermintMessages::Subject> TendermintMessages::subject(Round round) const {
  const RoundMessages* messages = tendermint_.log().find(round);
  if (messages == nullptr) {
    return std::nullopt;
  }
  const BlockId* voted = quorum_block(messages->precommits);
  if (voted == nullptr) {
    voted = quorum_block(messages->prevotes);
  }
  if (voted == nullptr && messages->proposals.empty()) {
    return std::nullopt;
  }
  Subject subject{voted != nullptr ? *voted : messages->proposals.front().proposal.block_id,
                  nullptr, voted != nullptr};
  for (const HeldProposal& held : messages->proposals) {
    if (held.proposal.block_id == subject.block_id) {
      subject.proposal = &held.frame;
      break;
    }
  }
  return subject;
}

RoundStatus TendermintMessages::describe(Round round) const {
  RoundStatus status;
  status.round = round;
  if (const auto about = subject(round)) {
    status.parts_root = about->block_id.parts.root;
    status.has_proposal = about->proposal != nullptr;
    status.has_quorum = about->has_quorum;
    if (const Candidate* candidate = tendermint_.candidates().find(about->block_id.parts)) {
      status.parts = candidate->parts.bitmap();
    }
  }
  if (const RoundMessages* messages = tendermint_.log().find(round)) {
    status.prevotes = messages->prevotes.bitmap();
    status.precommits = messages->precommits.bitmap();
  }
  return status;
}

const Frame* TendermintMessages::proposal(Round round) const {
  const auto about = subject(round);
  return about ? about->proposal : nullptr;
}

const Frame* TendermintMessages::part(Round round, std::uint32_t index) const {
  const auto about = subject(round);
  const Candidate* candidate =
      about ? tendermint_.candidates().find(about->block_id.parts) : nullptr;
  return candidate != nullptr && candidate->parts.holds(index) ? &candidate->parts.frame(index)
                                                               : nullptr;
}

// Of a validator that voted twice, the vote that belongs to the +2/3.
const Frame* TendermintMessages::vote(Round round, VoteType type, std::size_t index) const {
  if (const RoundMessages* messages = tendermint_.log().find(round)) {
    const BlockId* block_id = quorum_block(messages->votes(type));
    const Frame* frame =
        block_id == nullptr ? nullptr : messages->votes(type).frame_for(index, *block_id);
    if (frame != nullptr) {
      return frame;
    }
  }
  return tendermint_.vote_frame(tendermint_.height(), round, type, index);
}

}  // namespace callo
