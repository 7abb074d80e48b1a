#include "sim/scenario/recorder.hpp"

#include "protocol/chain/block.hpp"
#include "protocol/chain/evidence.hpp"
#include "protocol/chain/inquest.hpp"
#include "protocol/wire/envelope.hpp"
#include "sim/scenario/message_names.hpp"

namespace callo::sim {

void Recorder::on_proposal(Duration time, Height height, Round round) {
  proposed_.try_emplace({height, round}, time);
}

// The traffic by which consensus decides: what of it a repair sent is told apart.
void Recorder::on_repair(const Effects& effects) {
  for (const Send& send : effects.sends) {
    if (is_agreement_kind(claimed_kind(send.frame.bytes()).value_or(MessageKind{}))) {
      repaired_.frames_sent += send.targets_count;
      repaired_.bytes_sent += std::uint64_t{send.targets_count} * send.frame.size();
    }
  }
}

BlockRow Recorder::first_commit(Duration time, const CommitEffect& commit) const {
  const std::optional<Block>& block = blocks_seen_.decoded(commit.block);
  BlockRow row;
  row.height = commit.height;
  row.round = commit.round;
  row.first_commit_at = time;
  row.bytes = static_cast<std::int64_t>(commit.block.size());
  row.block_hash = to_hex(commit.block_hash);
  if (block) {
    row.proposer = block->header.proposer.value;
    row.transactions = static_cast<std::uint32_t>(block->transactions.size());
  }
  const auto proposed = proposed_.find({commit.height, commit.round});
  row.proposed_at = proposed == proposed_.end() ? time : proposed->second;
  const auto first = proposed_.lower_bound({commit.height, 0});
  const bool is_known = first != proposed_.end() && first->first.first == commit.height;
  row.first_proposed_at = is_known ? first->second : time;
  return row;
}

void Recorder::on_commit(Duration time, const CommitEffect& commit) {
  if (last_fault_end_ && !recovered_at_ && time >= *last_fault_end_) {
    recovered_at_ = time;
  }
  const auto [found, is_first] = blocks_.try_emplace(commit.height);
  if (is_first) {
    found->second.row = first_commit(time, commit);
  }
  if (++found->second.commits == honest_nodes_ / 2 + 1) {
    found->second.row.committed_at = time;
  }
}

void Recorder::on_evidence(Duration time, NodeId reporter, const EvidenceEffect& evidence) {
  const auto first = open_envelope(evidence.first.bytes());
  const auto second = open_envelope(evidence.second.bytes());
  const auto offence = first && second ? contradiction(*first, *second) : std::nullopt;
  if (!offence) {
    return;  // the checker nobody_framed speaks of it
  }
  const std::string kind = message_name(static_cast<std::uint8_t>(offence->kind));
  if (offences_.emplace(offence->culprit.value, offence->height, offence->round, kind).second) {
    evidence_.push_back(
        {offence->culprit.value, kind, offence->height, offence->round, reporter.value, time});
  }
}

void Recorder::on_blame(Duration time, NodeId reporter, const BlameEffect& blame) {
  const std::optional<ForkProof> proof = decode_fork_proof(blame.proof.bytes());
  if (!proof) {
    return;  // the checker accountability speaks of it
  }
  const std::string kind = proof->fork.is_of_one_round() ? "fork" : "amnesia";
  const Round round = proof->fork.first.round;
  for (const NodeId culprit : blame.culprits) {
    if (offences_.emplace(culprit.value, blame.height, round, kind).second) {
      evidence_.push_back({culprit.value, kind, blame.height, round, reporter.value, time});
    }
  }
  suspects_[{reporter, blame.height}] = blame.suspects;
}

void Recorder::on_fault_end(Duration time) {
  last_fault_end_ = time;
  recovered_at_.reset();
}

void Recorder::finish(RunRecord& record) {
  for (auto& [height, count] : blocks_) {
    record.rounds += static_cast<std::uint64_t>(count.row.round) + 1;
    record.blocks.push_back(std::move(count.row));
  }
  record.evidence = std::move(evidence_);
  record.repaired = repaired_;
  std::set<std::uint32_t> suspects;
  for (const auto& [place, nodes] : suspects_) {
    for (const NodeId node : nodes) {
      suspects.insert(node.value);
    }
  }
  record.accountability.suspects.assign(suspects.begin(), suspects.end());
  record.is_recovery_known = last_fault_end_.has_value();
  if (recovered_at_) {
    record.recovery = *recovered_at_ - *last_fault_end_;
  }
}

}  // namespace callo::sim
