#include "protocol/base/check.hpp"
#include "protocol/consensus/tendermint/records.hpp"
#include "protocol/consensus/tendermint/tendermint.hpp"

namespace callo {

// Everything this node signed is in the records before it left, so the records say at least what
// others may hold of it. From there the rules go on as if the crash had been a slow moment.
void Tendermint::start(Now now, std::span<const Record> records, Effects& out) {
  CALLO_CHECK(step_ == ConsensusStep::new_height);
  CALLO_CHECK(own_.empty());
  for (const Record& record : records) {
    replay(record, out.work);
  }
  if (!records.empty()) {
    out.notice(NoticeKind::restarted_from_records, records.size());
  }
  Turn turn{now, out};
  if (own_.empty() && valid_.is_nil()) {
    start_round(0, turn);  // line 10
  } else {
    resume(turn);
  }
  run_rules(turn);
}

void Tendermint::replay(const Record& record, Work& work) {
  if (record.kind == kDiskLost) {
    disk_lost_at_ = decode_disk_lost(record).lost_at;
    is_quiet_ = true;
    speak_when_safe();
    return;
  }
  switch (record.kind) {
    case RecordKind::signed_message:
      replay_own(record.payload);
      return;
    case RecordKind::polka:
      replay_polka(record);
      return;
    case RecordKind::justification:
      keep_justification(decode_justification(record));
      return;
    case RecordKind::decision:
      replay_decision(record, work);
      return;
    case RecordKind::sequences:
      return;  // the node's own business
    case RecordKind::snapshot:
      break;  // likewise, and it stands before all that is replayed
  }
  CALLO_CHECK(false);
}

// A node that lost its disk may have signed anything of the heights up to the one that was open
// then. A block whose time is later than the loss, by what an honest voter lets a proposer's clock
// be ahead and by as much for the node's own clock, was voted for after it; so was its height
// decided, and the next one is new to this node as well.
void Tendermint::speak_when_safe() {
  if (is_quiet_ && tip_.time > *disk_lost_at_ + 2 * config_.clock_drift_max) {
    is_quiet_ = false;
    accounts_from_ = log_.height();
  }
  self_ = own_index();
}

std::optional<Record> Tendermint::disk_lost() const {
  return disk_lost_at_ ? std::optional{encode_record(DiskLostRecord{*disk_lost_at_})}
                       : std::nullopt;
}

// The round and step are those of the latest signature. Parts may stand here without the proposal
// that was to follow them: then nothing of it left.
void Tendermint::replay_own(const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  CALLO_CHECK(envelope.has_value());
  if (envelope->header.kind == MessageKind::block_part) {
    const std::optional<BlockPart> part = decode_block_part(*envelope);
    CALLO_CHECK(part.has_value());
    const std::optional<PartSetHeader> header = part_set_of(*part);
    CALLO_CHECK(header.has_value());
    Candidate& candidate = candidates_.name(*header);
    if (!candidate.parts.holds(part->proof.index)) {
      candidate.parts.add(*part, frame);
    }
    return;
  }
  const std::optional<Vote> vote = decode_vote(*envelope);
  const std::optional<Proposal> proposal = decode_proposal(*envelope);
  CALLO_CHECK(vote.has_value() || proposal.has_value());
  const Height height = vote.has_value() ? vote->height : proposal->height;
  const Round round = vote.has_value() ? vote->round : proposal->round;
  CALLO_CHECK(height == log_.height());
  CALLO_CHECK(round >= round_);
  if (round > round_) {
    round_ = round;
    forget_old_rounds();
  }
  step_ = !vote.has_value()                 ? ConsensusStep::propose
          : vote->type == VoteType::prevote ? ConsensusStep::prevote
                                            : ConsensusStep::precommit;
  own_.emplace(OwnKey{round, envelope->header.kind}, frame);
  if (vote.has_value()) {
    CALLO_CHECK(self_.has_value());
    add_vote(*self_, *vote, frame);
    if (vote->type == VoteType::precommit && locked_.round == round) {
      log_.find(round)->firsts.polka = true;
    }
  } else {
    add_proposal(*proposal, frame);
  }
}

void Tendermint::replay_polka(const Record& record) {
  const PolkaRecord polka = decode_polka(record);
  const Polka& certificate = polka.certificate;
  CALLO_CHECK(certificate.height == log_.height());
  valid_ = {certificate.round, certificate.block_id,
            decode_parts(Bytes{polka.block.begin(), polka.block.end()})};
  CALLO_CHECK(valid_.block->block.has_value());
  replay_certificate(certificate);
  if (polka.is_locked) {
    locked_ = valid_;  // line 36 is over with the precommit that follows
  } else {
    log_.find(certificate.round)->firsts.polka = true;
  }
}

// The very frames that came: whoever signed one of them may be gone, and a lock that nobody can be
// shown the reason of stops a height for ever.
void Tendermint::replay_certificate(const Polka& certificate) {
  for (std::size_t index = 0; index < certificate.signatures.size(); ++index) {
    const CommitSignature& entry = certificate.signatures[index];
    if (entry.flag == CommitFlag::absent) {
      continue;
    }
    const NodeId validator = validators_.at(index).node;
    const Vote vote{
        VoteType::prevote, certificate.height,
        certificate.round, entry.flag == CommitFlag::for_block ? certificate.block_id : BlockId{},
        entry.time,        validator};
    const Header header = vote_header(config_.chain_id, VoteType::prevote, validator);
    add_vote(index, vote, wrap(header, encode_data(vote), entry.signature));
  }
  CALLO_CHECK(log_.find(certificate.round)->prevotes.has_quorum(certificate.block_id));
}

void Tendermint::replay_decision(const Record& record, Work& work) {
  DecisionRecord decision = decode_decision(record);
  CALLO_CHECK(decision.height == log_.height());
  const DecodedBlockPointer block =
      decode_parts(Bytes{decision.block.begin(), decision.block.end()});
  CALLO_CHECK(block->block.has_value());
  apply_decision(block, std::move(decision.commit), work);
}

// Says again what was said at this height, in the same frames, and waits again for what it waited
// for.
void Tendermint::resume(Turn& turn) {
  if (step_ == ConsensusStep::new_height) {
    step_ = ConsensusStep::propose;
  }
  if (!valid_.is_nil()) {
    // Others may need the block; its parts are signed anew, for the old ones were of its proposer.
    BlockId block_id;
    publish_block(valid_.block, false, block_id, turn);
    CALLO_CHECK(block_id == valid_.block_id);
    candidates_.pin(block_id.parts);
  }
  for (const auto& [key, frame] : own_) {
    ports_.broadcast.to_all(frame, MessageClass::vote, turn.out);
  }
  const auto proposed = own_.find({round_, MessageKind::proposal});
  if (proposed != own_.end()) {
    const std::optional<Proposal> proposal =
        decode_proposal(*open_envelope(proposed->second.bytes()));
    const Candidate& candidate = candidates_.name(proposal->block_id.parts);
    for (std::uint32_t index = 0; index < candidate.parts.header().total; ++index) {
      if (candidate.parts.holds(index)) {
        ports_.broadcast.to_all(candidate.parts.frame(index), MessageClass::block, turn.out);
      }
    }
  }
  if (step_ != ConsensusStep::propose) {
    return;
  }
  if (proposed == own_.end() && self_.has_value() && proposers_.at(round_) == config_.self) {
    propose(turn);
  } else {
    arm(kTimerPropose, config_.propose.of(round_), turn);
  }
}

}  // namespace callo
