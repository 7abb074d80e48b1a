#include "sim/scenario/run_watcher.hpp"

#include <algorithm>

#include "protocol/chain/vote.hpp"
#include "protocol/wire/envelope.hpp"

namespace callo::sim {

StepInterest RunWatcher::interest() const {
  // Records carry own proposals, from which a block's date of proposal is taken; notices tell of
  // repair.
  return kStepsWithRecords | kStepsWithNotices |
         ((checkers_.interests() & kSends) != 0 ? kReleasedSends : 0) |
         ((checkers_.interests() & kArrivals) != 0 ? kEveryStep : 0) |
         ((checkers_.interests() & kWishes) != 0 ? kStepsWithSends : 0);
}

Moment RunWatcher::moment(SimTime time, EndpointId endpoint) const {
  return {simulation_.feed().steps(), time.time_since_epoch(), endpoint,
          simulation_.node(endpoint).incarnation(), cast_.node_of(endpoint)};
}

void RunWatcher::on_step(const Step& step) {
  const Moment here{step.number, step.time.time_since_epoch(), step.endpoint, step.incarnation,
                    cast_.node_of(step.endpoint)};
  tell_of_mail(here, step);
  const auto repairs = [](const Notice& notice) { return notice.kind == NoticeKind::repaired; };
  if (std::any_of(step.effects.notices.begin(), step.effects.notices.end(), repairs)) {
    recorder_.on_repair(step.effects);
  }
  const bool wants_records = (checkers_.interests() & kRecords) != 0;
  for (const Record& record : step.effects.records) {
    if (wants_records) {
      checkers_.on_record(here, record);
    }
    if (record.kind != RecordKind::signed_message ||
        claimed_kind(record.payload.bytes()) != MessageKind::proposal) {
      continue;
    }
    if (const auto envelope = open_envelope(record.payload.bytes())) {
      if (const auto proposal = decode_proposal(*envelope)) {
        recorder_.on_proposal(step.time.time_since_epoch(), proposal->height, proposal->round);
      }
    }
  }
}

void RunWatcher::tell_of_mail(const Moment& here, const Step& step) {
  const auto* const arrival = std::get_if<Received>(&step.input);
  if (cast_.is_light(step.endpoint)) {
    return;
  }
  if (arrival != nullptr && (checkers_.interests() & kArrivals) != 0) {
    checkers_.on_arrival(here, arrival->from, arrival->frame);
  }
  if ((checkers_.interests() & kWishes) == 0) {
    return;
  }
  for (const Send& send : step.effects.sends) {
    const std::span<const EndpointId> all{step.effects.targets};
    checkers_.on_wish(here, all.subspan(send.targets_first, send.targets_count), send.frame);
  }
}

void RunWatcher::on_commit(SimTime time, EndpointId endpoint, const CommitEffect& commit) {
  checkers_.on_commit(moment(time, endpoint), commit);
  const NodeId node = cast_.node_of(endpoint);
  if (cast_.is_honest(node)) {
    recorder_.on_commit(time.time_since_epoch(), commit);
  }
  // The second of two twins is nobody's bank; what a traitor commits counts once an honest node
  // has committed that height too.
  const bool is_primary = endpoint.value == node.value;
  if (is_primary) {
    nodes_[node.value].height = commit.height;
    ++nodes_[node.value].commits;
  }
  if (is_primary && (cast_.is_honest(node) || payments_.knows(commit.height))) {
    payments_.on_commit(time.time_since_epoch(), node.value, commit);
  }
}

void RunWatcher::on_evidence(SimTime time, EndpointId endpoint, const EvidenceEffect& evidence) {
  checkers_.on_evidence(moment(time, endpoint), evidence);
  const NodeId node = cast_.node_of(endpoint);
  if (cast_.is_honest(node)) {
    recorder_.on_evidence(time.time_since_epoch(), node, evidence);
  }
}

void RunWatcher::on_blame(SimTime time, EndpointId endpoint, const BlameEffect& blame) {
  checkers_.on_blame(moment(time, endpoint), blame);
  const NodeId node = cast_.node_of(endpoint);
  if (cast_.is_honest(node)) {
    recorder_.on_blame(time.time_since_epoch(), node, blame);
  }
}

void RunWatcher::on_send(SimTime time, EndpointId endpoint, const Frame& frame) {
  if (cast_.is_light(endpoint)) {
    return;
  }
  checkers_.on_send(moment(time, endpoint), frame);
}

}  // namespace callo::sim
