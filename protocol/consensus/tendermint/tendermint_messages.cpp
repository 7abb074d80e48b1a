#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/consensus/tendermint/tendermint.hpp"

namespace callo {

// Signatures come last: what is a duplicate, or of no use, costs none.
Verdict Tendermint::receive(Now now, const Frame& frame, const Envelope& envelope, Effects& out) {
  if (envelope.header.chain_id != config_.chain_id) {
    return Verdict::malformed;
  }
  Turn turn{now, out};
  switch (envelope.header.kind) {
    case MessageKind::prevote:
    case MessageKind::precommit: {
      const std::optional<Vote> vote = decode_vote(envelope);
      return vote ? receive_vote(frame, {envelope, *vote}, turn) : Verdict::malformed;
    }
    case MessageKind::proposal:
      return receive_proposal(frame, envelope, turn);
    case MessageKind::block_part:
      return receive_part(frame, envelope, turn);
    default:
      return Verdict::malformed;
  }
}

void Tendermint::receive_votes(Now now, std::span<const Frame> votes, std::size_t invalid_max,
                               std::vector<Verdict>& verdicts, Effects& out) {
  Turn turn{now, out, true};
  std::size_t invalid = 0;
  for (const Frame& frame : votes) {
    std::optional<DecodedVote> space;
    const DecodedVote* const decoded = decoded_vote(frame, space);
    const bool is_ours =
        decoded != nullptr && decoded->envelope.header.chain_id == config_.chain_id;
    verdicts.push_back(is_ours ? receive_vote(frame, *decoded, turn) : Verdict::malformed);
    if (is_invalid(verdicts.back()) && ++invalid > invalid_max) {
      break;
    }
  }
  turn.rules_wait = false;
  run_rules(turn);
}

// By the key that the sender has at that height. Requires that it is a validator there.
bool Tendermint::signature_holds(const Envelope& envelope, Height height, Turn& turn) {
  const ValidatorSet* const validators = validators_of(height);
  CALLO_CHECK(validators != nullptr);
  const std::optional<std::size_t> index = validators->index_of(envelope.header.sender);
  CALLO_CHECK(index.has_value());
  ++turn.out.work.verifications;
  return verify_envelope(envelope, validators->at(*index).key, ports_.verifier);
}

void Tendermint::report(const Frame& first, const Frame& second, Turn& turn) {
  const std::optional<Envelope> one = open_envelope(first.bytes());
  const std::optional<Envelope> other = open_envelope(second.bytes());
  CALLO_CHECK(one.has_value());
  CALLO_CHECK(other.has_value());
  const std::optional<Offence> offence = contradiction(*one, *other);
  CALLO_CHECK(offence.has_value());
  if (offences_.is_news(*offence)) {
    turn.out.evidence.push_back({offence->culprit, first, second});
    evidence_.add(*offence, {first, second});
  }
}

Verdict Tendermint::receive_evidence(const DuplicateEvidence& evidence, Effects& out) {
  const std::optional<Offence> claimed = claimed_offence(evidence);
  if (!claimed.has_value()) {
    return Verdict::bad_content;
  }
  if (claimed->height > log_.height() + 1) {
    return Verdict::too_far_ahead;
  }
  const ValidatorSet* const validators = validators_of(claimed->height);
  if (validators == nullptr || evidence_.is_expired(claimed->height)) {
    return Verdict::stale;
  }
  if (!verify_evidence(evidence, config_.chain_id, *validators, ports_.verifier, out.work)) {
    return Verdict::bad_content;
  }
  evidence_.add(*claimed, evidence);
  return Verdict::accepted;
}

bool Tendermint::may_propose(NodeId node, Height height, Round round) {
  ProposerSchedule& schedule = height == log_.height() ? proposers_ : next_proposers_;
  return schedule.at(round) == node;
}

Verdict Tendermint::receive_vote(const Frame& frame, const DecodedVote& decoded, Turn& turn) {
  const Envelope& envelope = decoded.envelope;
  const Vote& vote = decoded.vote;
  if (vote.height > log_.height() + 1) {
    return Verdict::too_far_ahead;
  }
  const ValidatorSet* const validators = validators_of(vote.height);
  if (validators == nullptr) {
    return Verdict::stale;
  }
  const std::optional<std::size_t> index = validators->index_of(vote.validator);
  if (!index.has_value()) {
    return Verdict::unknown_sender;
  }
  if (vote.height == log_.height()) {
    return vote.round > round_ ? buffer(future_, frame, envelope, statement_of(vote), turn)
                               : receive_current_vote(frame, envelope, vote, *index, turn);
  }
  if (vote.height < log_.height()) {
    return receive_past_vote(frame, envelope, vote, *index, turn);
  }
  return buffer(next_height_, frame, envelope, statement_of(vote), turn);
}

Verdict Tendermint::receive_current_vote(const Frame& frame, const Envelope& envelope,
                                         const Vote& vote, std::size_t index, Turn& turn) {
  if (!is_wanted(vote.round)) {
    return Verdict::stale;
  }
  const RoundMessages* const messages = log_.find(vote.round);
  const VoteStanding standing = messages == nullptr
                                    ? VoteStanding::absent
                                    : messages->votes(vote.type).standing(index, vote.block_id);
  if (standing == VoteStanding::duplicate || standing == VoteStanding::full) {
    return Verdict::duplicate;
  }
  if (!signature_holds(envelope, vote.height, turn)) {
    return Verdict::bad_signature;
  }
  const bool contradicts = standing == VoteStanding::contradicts;
  if (contradicts) {
    report(messages->votes(vote.type).frame(index), frame, turn);
  }
  add_vote(index, vote, frame);
  run_rules(turn);
  return contradicts ? Verdict::conflicting : Verdict::accepted;
}

// A late vote is kept so that a contradicting one will be seen; only a precommit that LastCommit
// can still take up is worth forwarding.
Verdict Tendermint::receive_past_vote(const Frame& frame, const Envelope& envelope,
                                      const Vote& vote, std::size_t index, Turn& turn) {
  RoundLog* const log = past_log(vote.height);
  // Rounds that this node never came to at that height would be a traitor's to invent.
  if (log == nullptr || log->rounds().empty() || vote.round > log->rounds().rbegin()->first) {
    return Verdict::stale;
  }
  const RoundMessages* const messages = log->find(vote.round);
  if (messages == nullptr && vote.round <= log->rounds().rbegin()->first - kRoundsKept) {
    return Verdict::stale;
  }
  const VoteStanding standing = messages == nullptr
                                    ? VoteStanding::absent
                                    : messages->votes(vote.type).standing(index, vote.block_id);
  if (standing == VoteStanding::duplicate || standing == VoteStanding::full) {
    return Verdict::duplicate;
  }
  if (!signature_holds(envelope, vote.height, turn)) {
    return Verdict::bad_signature;
  }
  const ValidatorSet& validators = *validators_of(vote.height);
  VoteSet& votes = log->at(vote.round, validators).votes(vote.type);
  if (standing == VoteStanding::contradicts) {
    report(votes.frame(index), frame, turn);
  }
  votes.add(index, validators.at(index).power, vote.block_id, frame);
  if (standing == VoteStanding::contradicts) {
    return Verdict::conflicting;
  }
  const bool is_straggler = vote.height == tip_.height && vote.type == VoteType::precommit &&
                            vote.round == tip_.commit.round;
  if (is_straggler) {
    add_straggler(index, vote, envelope);
  }
  return is_straggler ? Verdict::accepted : Verdict::stale;
}

// A vote for another block has no place in a commit.
void Tendermint::add_straggler(std::size_t index, const Vote& vote, const Envelope& envelope) {
  CommitSignature& entry = tip_.commit.signatures[index];
  const bool fits = vote.block_id.is_nil() || vote.block_id == tip_.commit.block_id;
  if (entry.flag == CommitFlag::absent && fits) {
    entry = {vote.block_id.is_nil() ? CommitFlag::for_nil : CommitFlag::for_block, vote.time,
             envelope.signature};
  }
}

Verdict Tendermint::receive_proposal(const Frame& frame, const Envelope& envelope, Turn& turn) {
  const std::optional<Proposal> proposal = decode_proposal(envelope);
  if (!proposal.has_value()) {
    return Verdict::malformed;
  }
  if (proposal->height < log_.height()) {
    return receive_past_proposal(frame, envelope, *proposal, turn);
  }
  const bool is_current = proposal->height == log_.height();
  const Round reached = is_current ? round_ : 0;
  if (proposal->height > log_.height() + 1 ||
      proposal->round > reached + kFutureProposalRoundsMax) {
    return Verdict::too_far_ahead;
  }
  if (is_current && !is_wanted(proposal->round)) {
    return Verdict::stale;
  }
  if (!may_propose(proposal->proposer, proposal->height, proposal->round)) {
    return Verdict::unknown_sender;
  }
  if (!is_current || proposal->round > round_) {
    return buffer(is_current ? future_ : next_height_, frame, envelope, statement_of(*proposal),
                  turn);
  }
  return receive_current_proposal(frame, envelope, *proposal, turn);
}

Verdict Tendermint::receive_current_proposal(const Frame& frame, const Envelope& envelope,
                                             const Proposal& proposal, Turn& turn) {
  const RoundMessages* const messages = log_.find(proposal.round);
  const Frame* contradicted = nullptr;
  if (messages != nullptr) {
    for (const HeldProposal& held : messages->proposals) {
      if (statement_of(held.proposal) == statement_of(proposal)) {
        return Verdict::duplicate;
      }
    }
    if (messages->proposals.size() >= kProposalsPerRoundMax) {
      return Verdict::duplicate;
    }
    contradicted = messages->proposals.empty() ? nullptr : &messages->proposals.front().frame;
  }
  if (!signature_holds(envelope, proposal.height, turn)) {
    return Verdict::bad_signature;
  }
  if (contradicted != nullptr) {
    report(*contradicted, frame, turn);
  }
  const Verdict verdict = contradicted != nullptr ? Verdict::conflicting : Verdict::accepted;
  add_proposal(proposal, frame);
  run_rules(turn);
  return verdict;
}

// Only to catch its signer; a proposal of the past has no other use.
Verdict Tendermint::receive_past_proposal(const Frame& frame, const Envelope& envelope,
                                          const Proposal& proposal, Turn& turn) {
  RoundLog* const log = past_log(proposal.height);
  RoundMessages* const messages = log == nullptr ? nullptr : log->find(proposal.round);
  if (messages == nullptr || messages->proposals.empty() ||
      messages->proposals.front().proposal.proposer != proposal.proposer ||
      messages->proposals.size() >= kProposalsPerRoundMax) {
    return Verdict::stale;
  }
  for (const HeldProposal& held : messages->proposals) {
    if (statement_of(held.proposal) == statement_of(proposal)) {
      return Verdict::duplicate;
    }
  }
  if (!signature_holds(envelope, proposal.height, turn)) {
    return Verdict::bad_signature;
  }
  report(messages->proposals.front().frame, frame, turn);
  messages->proposals.push_back({proposal, frame});
  return Verdict::conflicting;
}

Verdict Tendermint::buffer(FutureMessages& messages, const Frame& frame, const Envelope& envelope,
                           const Statement& statement, Turn& turn) {
  const bool is_current = &messages == &future_;
  const Round reached = is_current ? round_ : 0;
  const Height height = is_current ? log_.height() : log_.height() + 1;
  const std::optional<std::size_t> index = validators_of(height)->index_of(envelope.header.sender);
  CALLO_CHECK(index.has_value());
  if (messages.holds(*index, statement)) {
    return Verdict::duplicate;
  }
  const bool displaces = messages.is_full(*index);
  if (statement.round - reached > kFutureRoundsMax || !messages.has_room(*index, statement) ||
      (displaces && !may_displace(*index, turn.now.monotonic))) {
    return Verdict::too_far_ahead;
  }
  if (!signature_holds(envelope, height, turn)) {
    return Verdict::bad_signature;
  }
  const FutureMessages::Message* const contradicted = messages.contradicted(*index, statement);
  const Verdict verdict = contradicted != nullptr ? Verdict::conflicting : Verdict::accepted;
  if (contradicted != nullptr) {
    report(contradicted->frame, frame, turn);
  }
  messages.add(*index, {statement, frame});
  if (displaces) {
    displacements_[*index].take(turn.now.monotonic, displacement_interval());
  }
  if (is_current && messages.power_at(statement.round) >= validators_.one_correct_power()) {
    skip_to_ = std::max(skip_to_, statement.round);
    run_rules(turn);
  }
  return verdict;
}

// A traitor that races through the rounds would have everybody verify and pass on as much as it can
// sign.
bool Tendermint::may_displace(std::size_t index, MonotonicTime now) const {
  return displacements_[index].allows(now, displacement_interval(), kDisplacementsPerTimeout);
}

Duration Tendermint::displacement_interval() const {
  return config_.precommit.base / kDisplacementsPerTimeout;
}

void Tendermint::add_vote(std::size_t index, const Vote& vote, const Frame& frame) {
  VoteSet& votes = log_.at(vote.round, validators_).votes(vote.type);
  const VoteStanding standing = votes.standing(index, vote.block_id);
  if (standing == VoteStanding::duplicate || standing == VoteStanding::full) {
    return;
  }
  const bool completes = votes.add(index, validators_.at(index).power, vote.block_id, frame);
  if (!completes || vote.block_id.is_nil()) {
    return;
  }
  candidates_.pin(vote.block_id.parts);
  if (vote.type == VoteType::precommit &&
      std::find(precommitted_.begin(), precommitted_.end(), vote.round) == precommitted_.end()) {
    precommitted_.push_back(vote.round);
  }
}

// Blocks of earlier rounds matter only once +2/3 votes name them.
void Tendermint::add_proposal(const Proposal& proposal, const Frame& frame) {
  log_.at(proposal.round, validators_).proposals.push_back({proposal, frame});
  if (proposal.round == round_) {
    candidates_.name(proposal.block_id.parts);
  }
}

// A message whose signature was checked when it was buffered.
void Tendermint::add_checked(std::size_t index, const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  CALLO_CHECK(envelope.has_value());
  if (const std::optional<Vote> vote = decode_vote(*envelope); vote.has_value()) {
    if (is_wanted(vote->round)) {
      add_vote(index, *vote, frame);
    }
    return;
  }
  const std::optional<Proposal> proposal = decode_proposal(*envelope);
  CALLO_CHECK(proposal.has_value());
  if (is_wanted(proposal->round)) {
    add_proposal(*proposal, frame);
  }
}

}  // namespace callo
