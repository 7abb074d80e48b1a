#include "sim/hosts/simulated_node.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/check.hpp"
#include "protocol/consensus/tendermint/records.hpp"
#include "protocol/node/record_log.hpp"
#include "sim/hosts/damaged_log.hpp"

namespace callo::sim {

SimulatedNode::SimulatedNode(EndpointId endpoint, const NodeSettings& settings,
                             NodeSurroundings& surroundings)
    : endpoint_{endpoint},
      surroundings_{surroundings},
      clock_{settings.clock, surroundings.calendar_start},
      costs_{settings.processor},
      sync_latency_{settings.sync_latency},
      damage_key_{settings.damage_key} {}

SimulatedNode::~SimulatedNode() {
  forget_waiting();
}

bool SimulatedNode::start(Disk disk) {
  if (!bring_up(disk)) {
    return false;
  }
  begin();
  return true;
}

bool SimulatedNode::bring_up(Disk disk) {
  if (is_up()) {
    return false;
  }
  Result<Started> found = read_disk(disk);
  refusal_ = found ? "" : found.error().message;
  if (!found) {
    return false;
  }
  ++incarnation_;
  disk_ = std::move(found->records);
  cut_bytes_ = found->cut_bytes;
  durable_records_ = disk_.size();
  machine_ = surroundings_.machine_factory(endpoint_);
  surroundings_.machines[endpoint_.value] = machine_.get();
  Outlet& outlet = *this;
  driver_.emplace(*machine_,
                  DriverPorts{*this, surroundings_.workspace, this, *this, *this, *this, *this},
                  outlet);
  surroundings_.network.set_up(endpoint_, true);
  return true;
}

void SimulatedNode::begin() {
  step(Started{disk_, cut_bytes_});
}

// Damage is done to the very bytes that a file would hold, and read as a node would read them.
Result<Started> SimulatedNode::read_disk(Disk disk) const {
  if (disk == Disk::wiped) {
    return Started{{encode_record(DiskLostRecord{now().calendar})}};
  }
  if (!refusal_.empty()) {
    return fail(refusal_);  // nobody has mended it
  }
  const auto durable = disk_.begin() + static_cast<std::ptrdiff_t>(durable_records_);
  if (disk == Disk::unsynced_lost) {
    return Started{{disk_.begin(), durable}};
  }
  if (disk == Disk::kept || (!is_refused(disk) && durable == disk_.end())) {
    return Started{disk_};
  }
  RandomStream random{damage_key_, endpoint_.value, incarnation_};
  const LogHeader header{"simulated", NodeId{endpoint_.value}, incarnation_};
  const Bytes log = damaged_log(disk, header, disk_, durable_records_, random);
  Result<LogContent> content = read_log(log, header.chain_id, header.node);
  if (!content) {
    return tl::unexpected{content.error()};
  }
  return Started{std::move(content->records), content->cut_bytes};
}

bool SimulatedNode::crash() {
  if (!is_up()) {
    return false;
  }
  CALLO_CHECK(!in_driver_);
  surroundings_.network.set_up(endpoint_, false);
  driver_.reset();
  surroundings_.machines[endpoint_.value] = nullptr;
  machine_.reset();
  for (TimerSlot& timer : timers_) {
    ++timer.generation;
    timer.is_armed = false;
  }
  syncs_.clear();
  steps_.clear();
  pauses_ = 0;
  forget_waiting();
  return true;
}

bool SimulatedNode::pause() {
  if (!is_up()) {
    return false;
  }
  ++pauses_;
  return true;
}

bool SimulatedNode::resume() {
  if (pauses_ == 0) {
    return false;
  }
  if (--pauses_ != 0) {
    return true;
  }
  auto waiting = std::exchange(waiting_, {});
  for (auto& item : waiting) {
    if (auto* event = std::get_if<Event>(&item)) {
      on_event(*event);
      event->take_frame();
    } else {
      step(std::get<Input>(item));
    }
  }
  return true;
}

bool SimulatedNode::deliver(Input input) {
  if (!is_up()) {
    return false;
  }
  if (is_paused()) {
    waiting_.emplace_back(std::move(input));
  } else {
    step(input);
  }
  return true;
}

void SimulatedNode::on_event(Event& event) {
  if (event.kind != EventKind::timer && event.kind != EventKind::delivery &&
      event.incarnation != incarnation_) {
    return;
  }
  if (!is_up()) {
    return;
  }
  if (is_paused()) {
    waiting_.emplace_back(event);
    event.frame = nullptr;
    return;
  }
  switch (event.kind) {
    case EventKind::delivery:
      step(Received{event.from, event.take_frame()});
      return;
    case EventKind::timer:
      on_timer(event);
      return;
    case EventKind::durable:
    case EventKind::processed:
      if (event.value == speed_changes_) {
        event.kind == EventKind::durable ? on_durable() : on_processed();
      }
      return;
    default:
      CALLO_CHECK(false && "an event of a node");
  }
}

void SimulatedNode::set_drift(std::int64_t drift_ppb) {
  clock_.set_drift(surroundings_.engine.now(), drift_ppb);
  for (std::uint8_t slot = 0; slot < kTimerSlots; ++slot) {
    if (timers_[slot].is_armed) {
      schedule_timer(slot);
    }
  }
}

void SimulatedNode::set_slowness(std::uint32_t factor) {
  if (factor == slowness_) {
    return;
  }
  const SimTime now = surroundings_.engine.now();
  ++speed_changes_;
  syncs_.change_speed(now, slowness_, factor,
                      [&](SimTime done_at) { schedule(done_at, EventKind::durable); });
  const SimTime idle_at = steps_.idle_at();
  steps_.change_speed(now, slowness_, factor,
                      [&](SimTime done_at) { schedule(done_at, EventKind::processed); });
  processor_time_ += steps_.idle_at() - idle_at;
  slowness_ = factor;
}

void SimulatedNode::step(const Input& input) {
  CALLO_CHECK(!in_driver_);
  in_driver_ = true;
  driver_->deliver(input);
  in_driver_ = false;
}

void SimulatedNode::on_processed() {
  in_driver_ = true;
  driver_->processed(steps_.take());
  in_driver_ = false;
}

void SimulatedNode::arm(TimerId timer, MonotonicTime deadline) {
  CALLO_CHECK(timer.slot < kTimerSlots);
  timers_[timer.slot].is_armed = true;
  timers_[timer.slot].deadline = deadline;
  schedule_timer(timer.slot);
}

void SimulatedNode::disarm(TimerId timer) {
  CALLO_CHECK(timer.slot < kTimerSlots);
  timers_[timer.slot].is_armed = false;
  ++timers_[timer.slot].generation;
}

void SimulatedNode::schedule_timer(std::uint8_t slot) {
  TimerSlot& timer = timers_[slot];
  const SimTime due = std::max(surroundings_.engine.now(), clock_.reaches(timer.deadline));
  surroundings_.engine.schedule(due, {.kind = EventKind::timer,
                                      .detail = slot,
                                      .endpoint = endpoint_,
                                      .value = ++timer.generation});
}

void SimulatedNode::on_timer(const Event& event) {
  TimerSlot& timer = timers_[event.detail];
  if (timer.generation != event.value) {
    return;
  }
  timer.is_armed = false;
  step(TimerFired{TimerId{event.detail}});
}

void SimulatedNode::send(std::span<const EndpointId> to, const Frame& frame,
                         MessageClass message_class) {
  surroundings_.feed.send(surroundings_.engine.now(), endpoint_, frame);
  surroundings_.network.send(endpoint_, to, frame, message_class);
}

void SimulatedNode::append(std::span<const Record> records, StepTicket ticket) {
  if (append_hook_) {
    std::exchange(append_hook_, nullptr)();
  }
  disk_.insert(disk_.end(), records.begin(), records.end());
  const SimTime now = surroundings_.engine.now();
  if (sync_latency_.count() == 0 && syncs_.is_empty()) {
    durable_records_ = disk_.size();
    drop_needless_records();
    driver_->durable(ticket);
    return;
  }
  // A disk that has become faster still finishes in order.
  const SimTime synced_at = std::max(syncs_.idle_at(), now + sync_latency_ * slowness_);
  syncs_.add(synced_at, {ticket, dropped_records_ + disk_.size()});
  schedule(synced_at, EventKind::durable);
}

void SimulatedNode::on_durable() {
  const Sync done = syncs_.take();
  durable_records_ = done.records - dropped_records_;
  drop_needless_records();
  in_driver_ = true;
  driver_->durable(done.ticket);
  in_driver_ = false;
}

// As protocol/posix/log_file does: a snapshot that is durable makes what stands before it needless.
void SimulatedNode::drop_needless_records() {
  for (std::size_t index = durable_records_; index > 1; --index) {
    if (disk_[index - 1].kind == RecordKind::snapshot) {
      disk_.erase(disk_.begin(), disk_.begin() + static_cast<std::ptrdiff_t>(index - 1));
      durable_records_ -= index - 1;
      dropped_records_ += index - 1;
      return;
    }
  }
}

bool SimulatedNode::spend(const Work& work, StepTicket ticket) {
  surroundings_.work.signatures += work.signatures;
  surroundings_.work.verifications += work.verifications;
  const Duration cost = cost_of(work);
  const SimTime now = surroundings_.engine.now();
  if (cost.count() == 0 && steps_.idle_at() <= now) {
    return true;
  }
  processor_time_ += cost;
  const SimTime done_at = std::max(steps_.idle_at(), now) + cost;
  steps_.add(done_at, ticket);
  schedule(done_at, EventKind::processed);
  return false;
}

Duration SimulatedNode::cost_of(const Work& work) const {
  const Duration cost = work.signatures * costs_.signature +
                        work.verifications * costs_.verification +
                        static_cast<std::int64_t>(work.hashed_bytes) * costs_.hash_kib / 1024;
  return cost * slowness_;
}

void SimulatedNode::schedule(SimTime time, EventKind kind) {
  surroundings_.engine.schedule(
      time,
      {.kind = kind, .endpoint = endpoint_, .incarnation = incarnation_, .value = speed_changes_});
}

void SimulatedNode::on_step(Now, const Input& input, const Effects& effects) {
  surroundings_.feed.step(surroundings_.engine.now(), endpoint_, incarnation_, input, effects);
}

void SimulatedNode::on_commit(const CommitEffect& commit) {
  surroundings_.feed.commit(surroundings_.engine.now(), endpoint_, commit);
}

void SimulatedNode::on_evidence(const EvidenceEffect& evidence) {
  surroundings_.feed.evidence(surroundings_.engine.now(), endpoint_, evidence);
}

void SimulatedNode::on_blame(const BlameEffect& blame) {
  surroundings_.feed.blame(surroundings_.engine.now(), endpoint_, blame);
}

void SimulatedNode::on_request(const Request& request) {
  CALLO_CHECK(surroundings_.requests != nullptr);
  surroundings_.requests->on_request(endpoint_, request);
}

void SimulatedNode::on_cancel(RequestToken token) {
  CALLO_CHECK(surroundings_.requests != nullptr);
  surroundings_.requests->on_cancel(endpoint_, token);
}

void SimulatedNode::forget_waiting() {
  for (auto& item : waiting_) {
    if (auto* event = std::get_if<Event>(&item)) {
      event->take_frame();
    }
  }
  waiting_.clear();
}

}  // namespace callo::sim
