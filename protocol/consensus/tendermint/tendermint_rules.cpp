#include "protocol/base/check.hpp"
#include "protocol/consensus/tendermint/records.hpp"
#include "protocol/consensus/tendermint/tendermint.hpp"

namespace callo {

// The rules "upon ... do" of algorithm 1 fire one at a time until none applies. Which of several
// enabled ones goes first is free; a decision and a later round make the others pointless.
void Tendermint::run_rules(Turn& turn) {
  while (!turn.rules_wait && apply_one_rule(turn)) {
  }
}

bool Tendermint::apply_one_rule(Turn& turn) {
  if (decide_rule(turn) || skip_round_rule(turn)) {
    return true;
  }
  if (step_ == ConsensusStep::new_height) {
    return false;
  }
  return prevote_rule(turn) || polka_rule(turn) || precommit_nil_rule(turn) ||
         prevote_timeout_rule(turn) || precommit_timeout_rule(turn);
}

// valid(v), and that v is what the id names.
bool Tendermint::is_valid(Candidate& candidate, const BlockId& block_id, Turn& turn) {
  const DecodedBlock* const decoded = candidates_.content(candidate, turn.out.work.hashed_bytes);
  if (decoded == nullptr || !decoded->block.has_value() || decoded->hash != block_id.hash) {
    return false;
  }
  if (!candidate.is_valid.has_value()) {
    candidate.is_valid = may_follow(*decoded, BlockStanding::proposed, turn.out.work);
  }
  return *candidate.is_valid;
}

// Lines 49-54, in any round. The PROPOSAL that the paper asks for is the block itself here: +2/3
// precommits name it and its parts, so a lost proposal message need not be waited for.
bool Tendermint::decide_rule(Turn& turn) {
  for (const Round round : precommitted_) {
    const RoundMessages& messages = log_.at(round, validators_);
    for (std::size_t position = 0; position < messages.precommits.quorums(); ++position) {
      const BlockId block_id = messages.precommits.quorum_block(position);
      Candidate* const candidate = block_id.is_nil() ? nullptr : candidates_.find(block_id.parts);
      if (candidate == nullptr || !is_valid(*candidate, block_id, turn)) {
        continue;
      }
      const DecodedBlockPointer block = candidate->decoded;
      decide(block, commit_of(messages, round, block_id), true, turn);
      return true;
    }
  }
  return false;
}

// Lines 55-56: f+1 senders in a later round, one of whom is correct and got there by the rules.
// Between two heights this holds for round 0 as well: a correct validator has begun, so do we.
bool Tendermint::skip_round_rule(Turn& turn) {
  if (skip_to_ > round_) {
    start_round(skip_to_, turn);
    return true;
  }
  if (step_ != ConsensusStep::new_height) {
    return false;
  }
  const RoundMessages* const messages = log_.find(0);
  const std::int64_t enough = validators_.one_correct_power();
  if (messages == nullptr ||
      (messages->prevotes.power() < enough && messages->precommits.power() < enough)) {
    return false;
  }
  start_round(0, turn);
  return true;
}

// Lines 22-27 (fresh value) and 28-33 (value with +2/3 prevotes of an earlier round).
bool Tendermint::prevote_rule(Turn& turn) {
  const RoundMessages* const messages = log_.find(round_);
  if (step_ != ConsensusStep::propose || messages == nullptr) {
    return false;
  }
  for (const HeldProposal& held : messages->proposals) {
    const Proposal& proposal = held.proposal;
    Candidate* const candidate = candidates_.find(proposal.block_id.parts);
    if (candidate == nullptr || !candidate->parts.is_complete() ||
        !rules::proposal_counts(proposal, log_.find(proposal.valid_round))) {
      continue;
    }
    const BlockId choice = prevote_for(proposal, *candidate, turn);
    if (!choice.is_nil() && proposal.valid_round != kNoRound) {
      justify(choice, proposal.valid_round, turn);
    }
    sign_vote(VoteType::prevote, choice, turn);
    step_ = ConsensusStep::prevote;
    return true;
  }
  return false;
}

// Lines 23-26 and 29-32. The clock is asked here and nowhere else: a block from too far in the
// future gets no prevote of ours, yet is decided if others prevote it. A median needs no such
// bound.
BlockId Tendermint::prevote_for(const Proposal& proposal, Candidate& candidate, Turn& turn) {
  if (!rules::lock_allows(locked_, proposal) || !is_valid(candidate, proposal.block_id, turn)) {
    return BlockId{};
  }
  const CalendarTime time = candidate.decoded->block->header.time;
  const bool is_timely = config_.block_time == BlockTimeRule::median ||
                         time <= turn.now.calendar + config_.clock_drift_max;
  return is_timely ? proposal.block_id : BlockId{};
}

// Lines 36-43, for the first time in a round.
bool Tendermint::polka_rule(Turn& turn) {
  RoundMessages* const messages = log_.find(round_);
  if (step_ < ConsensusStep::prevote || messages == nullptr || messages->firsts.polka) {
    return false;
  }
  for (std::size_t position = 0; position < messages->prevotes.quorums(); ++position) {
    const BlockId block_id = messages->prevotes.quorum_block(position);
    Candidate* const candidate = block_id.is_nil() ? nullptr : candidates_.find(block_id.parts);
    if (candidate != nullptr && is_valid(*candidate, block_id, turn)) {
      take_polka(*messages, block_id, *candidate, turn);
      return true;
    }
  }
  return false;
}

void Tendermint::take_polka(RoundMessages& messages, const BlockId& block_id, Candidate& candidate,
                            Turn& turn) {
  messages.firsts.polka = true;
  const bool locks = step_ == ConsensusStep::prevote;
  if (self_.has_value()) {
    turn.out.records.push_back(
        encode_record(PolkaRecord{locks, candidate.decoded->bytes.bytes(),
                                  certificate_of(messages.prevotes, round_, block_id)}));
  }
  valid_ = {round_, block_id, candidate.decoded};  // lines 42-43
  if (locks) {
    locked_ = valid_;  // lines 38-39
    justify(block_id, round_, turn);
    sign_vote(VoteType::precommit, block_id, turn);
    step_ = ConsensusStep::precommit;
  }
}

// Lines 44-46.
bool Tendermint::precommit_nil_rule(Turn& turn) {
  const RoundMessages* const messages = log_.find(round_);
  if (step_ != ConsensusStep::prevote || messages == nullptr ||
      !rules::has_nil_quorum(messages->prevotes)) {
    return false;
  }
  sign_vote(VoteType::precommit, BlockId{}, turn);
  step_ = ConsensusStep::precommit;
  return true;
}

// Lines 34-35, for the first time in a round.
bool Tendermint::prevote_timeout_rule(Turn& turn) {
  RoundMessages* const messages = log_.find(round_);
  if (step_ != ConsensusStep::prevote || messages == nullptr || messages->firsts.prevote_timeout ||
      !messages->prevotes.has_quorum_of_any()) {
    return false;
  }
  messages->firsts.prevote_timeout = true;
  arm(kTimerPrevote, config_.prevote.of(round_), turn);
  return true;
}

// Lines 47-48, for the first time in a round.
bool Tendermint::precommit_timeout_rule(Turn& turn) {
  RoundMessages* const messages = log_.find(round_);
  if (messages == nullptr || messages->firsts.precommit_timeout ||
      !messages->precommits.has_quorum_of_any()) {
    return false;
  }
  messages->firsts.precommit_timeout = true;
  arm(kTimerPrecommit, config_.precommit.of(round_), turn);
  return true;
}

}  // namespace callo
