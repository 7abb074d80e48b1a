#include "protocol/consensus/tendermint/tendermint.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/consensus/tendermint/records.hpp"
#include "protocol/crypto/sha256.hpp"

namespace callo {

// Lines 1-9.
Tendermint::Tendermint(TendermintConfig config, ValidatorSet validators, TendermintPorts ports)
    : config_{std::move(config)},
      validators_{std::move(validators)},
      next_validators_{validators_.advanced(1)},
      ports_{ports},
      evidence_{config_.evidence_age},
      self_{own_index()},
      log_{1},
      proposers_{validators_},
      next_proposers_{next_validators_},
      future_{validators_, FutureMessages::Keep::highest_rounds},
      displacements_(validators_.size()),
      next_height_{next_validators_, FutureMessages::Keep::first_come},
      candidates_{ports_.decoded},
      next_candidates_{ports_.decoded} {
  CALLO_CHECK(config_.chain_id.size() <= kChainIdBytesMax);
  CALLO_CHECK(config_.block_bytes_max <= kBlockBytesMax);
  CALLO_CHECK(config_.past_heights >= 1);  // late precommits are of the last one
  CALLO_CHECK(config_.block_bytes_max >= encoded_block_bytes_without_data(validators_.size()));
  tip_.time = config_.genesis_time;
  history_.append(1, validators_);
}

// A node whose key is not the one in the set cannot speak for it: it follows.
std::optional<std::size_t> Tendermint::own_index() const {
  const std::optional<std::size_t> index = validators_.index_of(config_.self);
  const bool is_own =
      !is_quiet_ && index.has_value() && validators_.at(*index).key == ports_.signer.public_key();
  return is_own ? index : std::nullopt;
}

const RoundLog* Tendermint::log_of(Height height) const {
  if (height == log_.height()) {
    return &log_;
  }
  // Consecutive heights, newest last.
  const Height behind = log_.height() - height;
  return height > log_.height() || behind > past_.size() ? nullptr : &past_[past_.size() - behind];
}

RoundLog* Tendermint::past_log(Height height) {
  return height == log_.height() ? nullptr : const_cast<RoundLog*>(log_of(height));
}

const Frame* Tendermint::vote_frame(Height height, Round round, VoteType type,
                                    std::size_t index) const {
  const RoundLog* const log = log_of(height);
  const RoundMessages* const messages = log == nullptr ? nullptr : log->find(round);
  if (messages == nullptr || !messages->votes(type).holds(index)) {
    return nullptr;
  }
  return &messages->votes(type).frame(index);
}

const ValidatorSet* Tendermint::validators_of(Height height) const {
  return height == log_.height() + 1 ? &next_validators_ : history_.at(height);
}

void Tendermint::arm(std::uint8_t slot, Duration timeout, Turn& turn) {
  timers_[slot] = {log_.height(), round_, true};
  turn.out.arm(TimerId{slot}, turn.now.monotonic + timeout);
}

void Tendermint::disarm_all(Turn& turn) {
  for (std::uint8_t slot = 0; slot < kTendermintTimers; ++slot) {
    if (timers_[slot].is_armed) {
      timers_[slot].is_armed = false;
      turn.out.disarm(TimerId{slot});
    }
  }
}

// Lines 11-21.
void Tendermint::start_round(Round round, Turn& turn) {
  disarm_all(turn);
  round_ = round;
  step_ = ConsensusStep::propose;
  skip_to_ = kNoRound;
  forget_old_rounds();
  for (const FutureMessages::Taken& taken : future_.take_up_to(round)) {
    add_checked(taken.index, taken.message.frame);
  }
  turn.out.notice(NoticeKind::round_started, static_cast<std::uint64_t>(round));
  if (self_.has_value() && proposers_.at(round) == config_.self) {
    propose(turn);
  } else {
    arm(kTimerPropose, config_.propose.of(round), turn);
  }
}

// The rules look at the votes of the present round, at the +2/3 prevotes that a proposal names
// (line 28) and at precommits of any round (line 49). A height may take any number of rounds, so of
// earlier ones only these are held: the last few; those of the lock and of the valid value, which
// this node must be able to show to whoever it proposes the value to; those with +2/3 precommits,
// whose block is still missing; and those that a proposal of this round names, so that a lock
// however old can be shown. What is dropped costs no safety: a lock is no vote. It costs no
// liveness: a block decided in a dropped round comes with its commit, by catching up, and a lock
// taken there is named by whoever took it as soon as it proposes.
bool Tendermint::is_wanted(Round round) const {
  if (round > round_ - kRoundsKept || round == locked_.round || round == valid_.round ||
      std::find(precommitted_.begin(), precommitted_.end(), round) != precommitted_.end()) {
    return true;
  }
  const RoundMessages* const messages = log_.find(round_);
  return messages != nullptr && std::any_of(messages->proposals.begin(), messages->proposals.end(),
                                            [round](const HeldProposal& held) {
                                              return held.proposal.valid_round == round;
                                            });
}

void Tendermint::forget_old_rounds() {
  if (round_ < kRoundsKept) {
    return;
  }
  if (precommitted_.size() > kPrecommittedRoundsMax) {
    std::sort(precommitted_.begin(), precommitted_.end());
    precommitted_.erase(precommitted_.begin(), precommitted_.end() - kPrecommittedRoundsMax);
  }
  log_.forget_unless([this](Round round) { return is_wanted(round); });
  forget_old_own_messages();
}

// A vote needs a justification when it is against this node's latest precommit of another block
// (tendermint_justify.cpp): that is the latest precommit, or the latest one of another block than
// that one's.
void Tendermint::forget_old_own_messages() {
  Round latest = kNoRound;
  Round latest_other = kNoRound;
  BlockId block_id;
  for (auto own = own_.rbegin(); own != own_.rend(); ++own) {
    const auto vote = decode_vote(*open_envelope(own->second.bytes()));
    if (!vote.has_value() || vote->type != VoteType::precommit || vote->block_id.is_nil()) {
      continue;
    }
    if (latest == kNoRound) {
      latest = vote->round;
      block_id = vote->block_id;
    } else if (latest_other == kNoRound && vote->block_id != block_id) {
      latest_other = vote->round;
    }
  }
  std::erase_if(own_, [&](const auto& own) {
    const Round round = own.first.first;
    return !is_wanted(round) && round != latest && round != latest_other;
  });
}

void Tendermint::on_timer(Now now, TimerId timer, Effects& out) {
  if (timer.slot >= kTendermintTimers) {
    return;
  }
  ArmedFor& armed = timers_[timer.slot];
  const bool is_current = armed.is_armed && armed.height == log_.height() && armed.round == round_;
  armed.is_armed = false;
  if (!is_current) {
    return;
  }
  Turn turn{now, out};
  if (timer.slot == kTimerPropose && step_ == ConsensusStep::propose) {  // lines 57-60
    sign_vote(VoteType::prevote, BlockId{}, turn);
    step_ = ConsensusStep::prevote;
  } else if (timer.slot == kTimerPrevote && step_ == ConsensusStep::prevote) {  // lines 61-64
    sign_vote(VoteType::precommit, BlockId{}, turn);
    step_ = ConsensusStep::precommit;
  } else if (timer.slot == kTimerPrecommit) {  // lines 65-67
    start_round(round_ + 1, turn);
  } else if (timer.slot == kTimerCommit && step_ == ConsensusStep::new_height) {
    start_round(0, turn);
  }
  run_rules(turn);
}

// The precommits for the block and, beside them, those for nil.
Commit Tendermint::commit_of(const RoundMessages& messages, Round round,
                             const BlockId& block_id) const {
  return certificate_of(messages.precommits, round, block_id);
}

Commit Tendermint::certificate_of(const VoteSet& votes, Round round,
                                  const BlockId& block_id) const {
  Commit commit{log_.height(), round, block_id, {}};
  commit.signatures.resize(validators_.size());
  for (std::size_t index = 0; index < validators_.size(); ++index) {
    const Frame* const for_block = votes.frame_for(index, block_id);
    const Frame* const frame = for_block != nullptr ? for_block : votes.frame_for(index, BlockId{});
    if (frame == nullptr) {
      continue;
    }
    std::optional<DecodedVote> space;
    const DecodedVote* const decoded = decoded_vote(*frame, space);
    CALLO_CHECK(decoded != nullptr);
    commit.signatures[index] = {for_block != nullptr ? CommitFlag::for_block : CommitFlag::for_nil,
                                decoded->vote.time, decoded->envelope.signature};
  }
  return commit;
}

// Lines 50-54. Waiting for late precommits makes the next block's LastCommit fuller; a node that is
// behind does not wait.
void Tendermint::decide(const DecodedBlockPointer& block, Commit commit, bool waits, Turn& turn) {
  const Frame certificate = make_frame(encode(commit));
  turn.out.records.push_back(
      encode_record(DecisionRecord{log_.height(), block->bytes.bytes(), commit}));
  const Height height = log_.height();
  const Round round = commit.round;
  apply_decision(block, std::move(commit), turn.out.work);
  turn.out.commits.push_back({height, round, tip_.block_id.hash, ports_.application.state_hash(),
                              tip_.block, certificate});
  disarm_all(turn);
  if (waits && config_.commit > Duration::zero()) {
    arm(kTimerCommit, config_.commit, turn);
  } else {
    start_round(0, turn);
  }
}

void Tendermint::apply_decision(const DecodedBlockPointer& block, Commit commit, Work& work) {
  Applied applied = ports_.application.apply(*block->block, work);
  CALLO_CHECK(applied.state_hash == ports_.application.state_hash());
  tip_.height = log_.height();
  tip_.block_id = commit.block_id;
  tip_.time = block->block->header.time;
  tip_.block = block->bytes;
  tip_.commit = std::move(commit);
  take_updates(*block->block, std::move(applied.validator_updates));
  open_next_height();
}

// Decided at H, in force from H + 2 on: the header of H + 1 names the new set as the next one. The
// update comes before the turn of the rotation, as in CometBFT's updateState.
void Tendermint::take_updates(const Block& block, std::vector<ValidatorUpdate> updates) {
  const std::vector<Offence> offences = offences_of(block);
  evidence_.on_decided(tip_.height, tip_.time, offences);
  if (config_.evidence_policy == EvidencePolicy::remove) {
    for (const Offence& offence : offences) {
      updates.push_back({offence.culprit, {}, 0});
    }
  }
  validators_ = next_validators_;
  next_validators_.update(applicable_updates(next_validators_, updates, validators_max()));
  next_validators_.advance(1);
}

// As many as a block's LastCommit has room for beside as much data.
std::size_t Tendermint::validators_max() const {
  const std::size_t fixed = encoded_block_bytes_without_data(0);
  const std::size_t each = encoded_block_bytes_without_data(1) - fixed;
  const std::size_t room = (config_.block_bytes_max - fixed) / 2 / each;
  return std::min<std::size_t>(room, kValidatorsMax);
}

// Lines 52-54.
void Tendermint::open_next_height() {
  past_.push_back(std::move(log_));
  if (past_.size() > config_.past_heights) {
    past_.pop_front();
  }
  offences_.forget_before(past_.front().height());
  forget_old_justifications();
  begin_height();
  history_.append(log_.height(), validators_);
  history_.forget_before(std::min(past_.front().height(), evidence_.oldest()));
  speak_when_safe();
  proposers_ = std::move(next_proposers_);
  next_proposers_ = ProposerSchedule{next_validators_};
  candidates_ = std::exchange(next_candidates_, Candidates{ports_.decoded});
  take_buffered_height();
}

// Nothing is known of the height after the tip, and nothing was said in it.
void Tendermint::begin_height() {
  log_ = RoundLog{tip_.height + 1};
  round_ = 0;
  step_ = ConsensusStep::new_height;
  locked_ = {};
  valid_ = {};
  precommitted_.clear();
  own_.clear();
  own_parts_.clear();
  skip_to_ = kNoRound;
  displacements_.assign(validators_.size(), {});
}

// Messages for this height that came while the last one was open.
void Tendermint::take_buffered_height() {
  future_ = std::exchange(next_height_,
                          FutureMessages{next_validators_, FutureMessages::Keep::first_come});
  future_.keep(FutureMessages::Keep::highest_rounds);
  for (const FutureMessages::Taken& taken : future_.take_up_to(0)) {
    add_checked(taken.index, taken.message.frame);
  }
  skip_to_ = future_.highest_round_with(validators_.one_correct_power()).value_or(kNoRound);
}

}  // namespace callo
