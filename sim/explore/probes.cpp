#include "sim/explore/probes.hpp"

#include <algorithm>
#include <map>
#include <variant>

#include "protocol/base/check.hpp"
#include "protocol/chain/block.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/consensus/tendermint/config.hpp"
#include "protocol/consensus/verdict.hpp"
#include "sim/scenario/kinds.hpp"

namespace callo::sim {

namespace {

constexpr std::uint64_t kManyRounds = 3;

// In the order of Verdict; the first two are no rejections.
constexpr const char* kVerdicts[] = {"accepted",       "conflicting",   "duplicate",
                                     "stale",          "too far ahead", "malformed",
                                     "unknown sender", "bad signature", "bad content"};

// What a run can come to; the names below are in this order.
enum class Course : std::uint32_t {
  round_1,
  round_3,
  timeout_propose,
  timeout_prevote,
  timeout_precommit,
  prevote_nil,
  precommit_nil,
  locked,
  lock_changed,
  lock_kept_over_rounds,
  proposal_with_a_pol,
  decided_in_a_later_round,
  caught_up_by_blocks,
  caught_up_by_a_snapshot,
  repaired_a_peer,
  restarted_from_records,
  torn_tail_cut,
  payment_refused,
  evidence_reported,
  evidence_committed,
  validators_changed,
  blame,
};

std::vector<Probe> course_probes() {
  return {
      {"round 1", "a height took a second round"},
      {"round 3", "a height took a fourth round"},
      {"timeout propose", "no whole proposal in time (line 57)"},
      {"timeout prevote", "+2/3 prevotes that disagreed for too long (line 61)"},
      {"timeout precommit", "+2/3 precommits that disagreed for too long (line 65)"},
      {"prevote nil", "an honest node prevoted for no block"},
      {"precommit nil", "an honest node precommitted for no block"},
      {"locked", "an honest node precommitted for a block (line 36)"},
      {"lock changed", "an honest node precommitted for another block in a later round"},
      {"lock kept over rounds", "an honest node precommitted for its block in a later round again"},
      {"proposal with a POL", "a valid value was proposed again (line 16)"},
      {"decided in a later round", "a height was decided beyond its first round"},
      {"caught up by blocks", "a node took a decided block from a peer"},
      {"caught up by a snapshot", "a node took a whole state from peers"},
      {"repaired a peer", "a node sent what a peer's status lacked"},
      {"restarted from records", "a node came back with what its disk held"},
      {"torn tail cut", "a node came back and cut an unfinished record"},
      {"payment refused", "the mempool refused a transaction"},
      {"evidence reported", "an honest node saw a double signer"},
      {"evidence committed", "a block carried evidence"},
      {"validators changed", "a block's successor has other validators"},
      {"blame", "an honest node blamed somebody for a break of agreement"},
  };
}

constexpr std::uint32_t index_of(Course probe) {
  return static_cast<std::uint32_t>(probe);
}

// Rejections follow the course.
constexpr std::uint32_t rejection(std::uint64_t verdict) {
  return index_of(Course::blame) + 1 +
         static_cast<std::uint32_t>(verdict - static_cast<std::uint64_t>(Verdict::stale));
}

void append_traitors(const std::vector<Kind>& kinds, Probe::Runs runs, std::vector<Probe>& all) {
  for (const Kind& kind : kinds) {
    all.push_back({"traitor: " + kind.name, kind.description, runs});
  }
}

std::vector<Probe> all_probes() {
  std::vector<Probe> all = course_probes();
  CALLO_CHECK(all.size() == index_of(Course::blame) + 1);
  for (Probe& probe : all) {
    probe.runs = Probe::Runs::with_consensus;
  }
  for (std::size_t i = static_cast<std::size_t>(Verdict::stale); i < std::size(kVerdicts); ++i) {
    all.push_back({std::string("rejected: ") + kVerdicts[i], "a message was refused so",
                   Probe::Runs::with_consensus});
  }
  for (const Kind& kind : fault_kinds()) {
    all.push_back({"fault: " + kind.name, kind.description});
  }
  append_traitors(consensus_traitor_kinds(), Probe::Runs::with_consensus, all);
  append_traitors(overlay_traitor_kinds(), Probe::Runs::without_consensus, all);
  return all;
}

const std::map<std::string, std::uint32_t>& probe_indices() {
  static const std::map<std::string, std::uint32_t> kIndices = [] {
    std::map<std::string, std::uint32_t> indices;
    for (std::uint32_t i = 0; i < probes().size(); ++i) {
      indices.emplace(probes()[i].name, i);
    }
    return indices;
  }();
  return kIndices;
}

std::vector<bool> none_hit() {
  return std::vector<bool>(probes().size());
}

}  // namespace

bool is_possible(const Probe& probe, const ScenarioSpec& spec) {
  return probe.runs == Probe::Runs::all ||
         (probe.runs == Probe::Runs::without_consensus) == spec.is_overlay_only();
}

const std::vector<Probe>& probes() {
  static const std::vector<Probe> kProbes = all_probes();
  return kProbes;
}

void ProbeHits::hit(std::uint32_t probe) {
  CALLO_CHECK(probe < probes().size());
  if (hit_.empty()) {
    hit_ = none_hit();
  }
  hit_[probe] = true;
}

void ProbeHits::hit(const std::string& name) {
  const auto found = probe_indices().find(name);
  CALLO_CHECK(found != probe_indices().end());
  hit(found->second);
}

void ProbeHits::add(const ProbeHits& other) {
  for (const std::uint32_t probe : other.hits()) {
    hit(probe);
  }
}

std::vector<std::uint32_t> ProbeHits::hits() const {
  std::vector<std::uint32_t> all;
  for (std::uint32_t i = 0; i < hit_.size(); ++i) {
    if (hit_[i]) {
      all.push_back(i);
    }
  }
  return all;
}

ProbeObserver::ProbeObserver(std::vector<bool> is_honest)
    : is_honest_{std::move(is_honest)}, locks_(is_honest_.size()) {}

StepInterest ProbeObserver::interest() const {
  return kEveryStep;
}

void ProbeObserver::on_step(const Step& step) {
  if (!is_honest(step.endpoint)) {
    return;
  }
  if (const auto* timer = std::get_if<TimerFired>(&step.input)) {
    on_timer(*timer, step.effects);
  }
  for (const Notice& notice : step.effects.notices) {
    on_notice(notice);
  }
  for (const Record& record : step.effects.records) {
    on_record(step.endpoint, record);
  }
}

// Whether a timer still meant something shows in what its step did.
void ProbeObserver::on_timer(const TimerFired& timer, const Effects& effects) {
  if (effects.empty()) {
    return;
  }
  if (timer.timer.slot == kTimerPropose) {
    hits_.hit(index_of(Course::timeout_propose));
  } else if (timer.timer.slot == kTimerPrevote) {
    hits_.hit(index_of(Course::timeout_prevote));
  } else if (timer.timer.slot == kTimerPrecommit) {
    hits_.hit(index_of(Course::timeout_precommit));
  }
}

void ProbeObserver::on_notice(const Notice& notice) {
  switch (notice.kind) {
    case NoticeKind::rejected_message:
      if (notice.detail >= static_cast<std::uint64_t>(Verdict::stale) &&
          notice.detail < std::size(kVerdicts)) {
        hits_.hit(rejection(notice.detail));
      }
      break;
    case NoticeKind::round_started:
      if (notice.detail >= 1) {
        hits_.hit(index_of(Course::round_1));
      }
      if (notice.detail >= kManyRounds) {
        hits_.hit(index_of(Course::round_3));
      }
      break;
    case NoticeKind::caught_up_block:
      hits_.hit(index_of(Course::caught_up_by_blocks));
      break;
    case NoticeKind::transaction_refused:
      hits_.hit(index_of(Course::payment_refused));
      break;
    case NoticeKind::repaired:
      hits_.hit(index_of(Course::repaired_a_peer));
      break;
    case NoticeKind::restarted_from_records:
      hits_.hit(index_of(Course::restarted_from_records));
      break;
    case NoticeKind::adopted_snapshot:
      hits_.hit(index_of(Course::caught_up_by_a_snapshot));
      break;
    case NoticeKind::log_tail_cut:
      hits_.hit(index_of(Course::torn_tail_cut));
      break;
    default:
      break;
  }
}

void ProbeObserver::on_record(EndpointId endpoint, const Record& record) {
  if (record.kind != RecordKind::signed_message) {
    return;
  }
  const auto envelope = open_envelope(record.payload.bytes());
  if (!envelope) {
    return;
  }
  if (envelope->header.kind == MessageKind::proposal) {
    const auto proposal = decode_proposal(*envelope);
    if (proposal && proposal->valid_round != kNoRound) {
      hits_.hit(index_of(Course::proposal_with_a_pol));
    }
  } else {
    on_vote(endpoint, *envelope);
  }
}

void ProbeObserver::on_vote(EndpointId endpoint, const Envelope& envelope) {
  const auto vote = decode_vote(envelope);
  if (!vote) {
    return;
  }
  if (vote->block_id.is_nil()) {
    hits_.hit(
        index_of(vote->type == VoteType::prevote ? Course::prevote_nil : Course::precommit_nil));
    return;
  }
  if (vote->type == VoteType::prevote) {
    return;
  }
  hits_.hit(index_of(Course::locked));
  Lock& lock = locks_[endpoint.value];
  if (lock.height == vote->height && lock.round < vote->round) {
    hits_.hit(index_of(lock.block == vote->block_id.hash ? Course::lock_kept_over_rounds
                                                         : Course::lock_changed));
  }
  lock = {vote->height, vote->round, vote->block_id.hash};
}

void ProbeObserver::on_commit(SimTime, EndpointId endpoint, const CommitEffect& commit) {
  if (!is_honest(endpoint)) {
    return;
  }
  if (commit.round > 0) {
    hits_.hit(index_of(Course::decided_in_a_later_round));
  }
  if (commit.height <= looked_into_) {
    return;
  }
  looked_into_ = commit.height;
  if (const auto block = decode_block(commit.block.bytes())) {
    if (!block->evidence.empty()) {
      hits_.hit(index_of(Course::evidence_committed));
    }
    if (block->header.validators_hash != block->header.next_validators_hash) {
      hits_.hit(index_of(Course::validators_changed));
    }
  }
}

void ProbeObserver::on_evidence(SimTime, EndpointId endpoint, const EvidenceEffect&) {
  if (is_honest(endpoint)) {
    hits_.hit(index_of(Course::evidence_reported));
  }
}

void ProbeObserver::on_blame(SimTime, EndpointId endpoint, const BlameEffect&) {
  if (is_honest(endpoint)) {
    hits_.hit(index_of(Course::blame));
  }
}

ProbeHits ProbeObserver::finish(const RunRecord& record) {
  for (const FaultRow& row : record.faults) {
    const std::size_t colon = row.kind.find(':');
    const std::string name = colon == std::string::npos ? "fault: " + row.kind
                                                        : "traitor: " + row.kind.substr(colon + 1);
    if (row.fired > 0 && probe_indices().contains(name)) {
      hits_.hit(name);
    }
  }
  return std::move(hits_);
}

}  // namespace callo::sim
