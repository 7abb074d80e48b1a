#include "protocol/node/driver.hpp"

#include <utility>

#include "protocol/base/check.hpp"

namespace callo {

Driver::Driver(Machine& machine, DriverPorts ports, Outlet& outlet)
    : machine_{machine}, ports_{ports}, outlet_{outlet} {}

void Driver::deliver(const Input& input) {
  CALLO_CHECK(!releasing_);
  const Now now = ports_.clock.now();
  machine_.step(now, input, ports_.workspace);
  if (ports_.observer != nullptr) {
    ports_.observer->on_step(now, input, ports_.workspace);
  }
  if (!ports_.workspace.empty()) {
    carry_out();
  }
}

void Driver::carry_out() {
  arm_timers();
  if (!ports_.workspace.is_local() || !ports_.workspace.work.empty()) {
    let_leave();
  }
  ports_.workspace.clear();
}

void Driver::arm_timers() {
  for (const TimerCommand& command : ports_.workspace.timers) {
    if (command.arm) {
      ports_.timers.arm(command.timer, command.deadline);
    } else {
      ports_.timers.disarm(command.timer);
    }
  }
}

// Most steps neither wait for anything nor have anything before them: those leave from where they
// are.
void Driver::let_leave() {
  const StepTicket ticket{++last_ticket_};
  const bool processed =
      ports_.workspace.work.empty() || ports_.processor.spend(ports_.workspace.work, ticket);
  if (processed && ports_.workspace.records.empty() && held_.empty()) {
    releasing_ = true;
    release(ports_.workspace);
    releasing_ = false;
  } else {
    hold(ticket, processed);
  }
}

void Driver::hold(StepTicket ticket, bool processed) {
  Held& entry = held_.emplace_back();
  entry.ticket = ticket;
  entry.processed = processed;
  if (!ports_.workspace.is_local()) {
    entry.effects = park();
    entry.durable = entry.effects->records.empty();
  }
  // The disk may answer from inside its call; nothing is released before that call is over, so that
  // the records it looks at stay where they are.
  if (!entry.durable) {
    releasing_ = true;
    ports_.storage.append(entry.effects->records, ticket);
    releasing_ = false;
  }
  release_ready();
}

// What the workspace holds, out of the way of the next step.
std::unique_ptr<Effects> Driver::park() {
  std::unique_ptr<Effects> parked;
  if (spare_.empty()) {
    parked = std::make_unique<Effects>();
  } else {
    parked = std::move(spare_.back());
    spare_.pop_back();
  }
  swap(*parked, ports_.workspace);
  return parked;
}

void Driver::durable(StepTicket ticket) {
  held(ticket).durable = true;
  release_ready();
}

void Driver::processed(StepTicket ticket) {
  held(ticket).processed = true;
  release_ready();
}

Driver::Held& Driver::held(StepTicket ticket) {
  CALLO_CHECK(!held_.empty());
  const std::uint64_t offset = ticket.value - held_.front().ticket.value;
  CALLO_CHECK(offset < held_.size());
  return held_[offset];
}

void Driver::release_ready() {
  if (releasing_) {
    return;
  }
  releasing_ = true;
  while (!held_.empty() && held_.front().durable && held_.front().processed) {
    if (std::unique_ptr<Effects>& effects = held_.front().effects) {
      release(*effects);
      effects->clear();
      spare_.push_back(std::move(effects));
    }
    held_.pop_front();
  }
  releasing_ = false;
}

void Driver::release(const Effects& effects) {
  for (const CommitEffect& commit : effects.commits) {
    outlet_.on_commit(commit);
  }
  for (const EvidenceEffect& evidence : effects.evidence) {
    outlet_.on_evidence(evidence);
  }
  for (const BlameEffect& blame : effects.blames) {
    outlet_.on_blame(blame);
  }
  for (const Send& send : effects.sends) {
    ports_.transport.send(effects.targets_of(send), send.frame, send.message_class);
  }
  for (const RequestToken token : effects.cancelled) {
    outlet_.on_cancel(token);
  }
  for (const Request& request : effects.requests) {
    outlet_.on_request(request);
  }
}

}  // namespace callo
