#include "protocol/node/driver.hpp"

#include <utility>

#include "protocol/base/check.hpp"

namespace callo {

Driver::Driver(Machine& machine, DriverPorts ports, Outlet& outlet)
    : machine_{machine}, ports_{ports}, outlet_{outlet} {}

void Driver::deliver(const Input& input) {
  const Now now = ports_.clock.now();
  scratch_.clear();
  machine_.step(now, input, scratch_);
  if (ports_.observer != nullptr) {
    ports_.observer->on_step(now, input, scratch_);
  }
  for (const TimerCommand& command : scratch_.timers) {
    if (command.arm) {
      ports_.timers.arm(command.timer, command.deadline);
    } else {
      ports_.timers.disarm(command.timer);
    }
  }
  const bool costs_time = scratch_.work.signatures != 0 || scratch_.work.verifications != 0 ||
                          scratch_.work.hashed_bytes != 0;
  if (scratch_.is_local() && !costs_time) {
    return;
  }
  hold_or_release(costs_time);
}

void Driver::hold_or_release(bool costs_time) {
  const StepTicket ticket{++last_ticket_};
  const bool has_records = !scratch_.records.empty();
  if (!spare_.empty()) {
    std::swap(held_.emplace_back().effects, spare_.back());
    spare_.pop_back();
  } else {
    held_.emplace_back();
  }
  Held& entry = held_.back();
  std::swap(entry.effects, scratch_);
  entry.ticket = ticket;
  entry.durable = !has_records;
  entry.processed = !costs_time;
  // A host may answer from inside its call; nothing is released before both calls are over, so that
  // the records it looks at stay where they are.
  releasing_ = true;
  if (costs_time && ports_.processor.spend(entry.effects.work, ticket)) {
    entry.processed = true;
  }
  if (has_records) {
    ports_.storage.append(entry.effects.records, ticket);
  }
  releasing_ = false;
  release_ready();
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
    release(held_.front().effects);
    held_.front().effects.clear();
    spare_.push_back(std::move(held_.front().effects));
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
