#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "protocol/shim/clock.hpp"
#include "protocol/shim/observer.hpp"
#include "protocol/shim/processor.hpp"
#include "protocol/shim/storage.hpp"
#include "protocol/shim/timers.hpp"
#include "protocol/shim/transport.hpp"
#include "protocol/step/machine.hpp"

namespace callo {

// What a driver needs of its host; all outlive it. `observer` may be null. The workspace is empty
// between steps, and drivers of one thread share it: it then stays in the processor's cache. What
// every step needs comes first.
struct DriverPorts {
  Clock& clock;
  Effects& workspace;
  Observer* observer;
  Timers& timers;
  Transport& transport;
  Storage& storage;
  Processor& processor;
};

// Receives what leaves the node besides messages: decided blocks, evidence, requests.
class Outlet {
 public:
  virtual ~Outlet() = default;
  virtual void on_commit(const CommitEffect& commit) = 0;
  virtual void on_evidence(const EvidenceEffect& evidence) = 0;
  virtual void on_blame(const BlameEffect& blame) = 0;
  virtual void on_request(const Request& request) = 0;
  virtual void on_cancel(RequestToken token) = 0;
};

// Joins a machine to a host; the same code in every host. Contract:
//  - the machine's state changes when the input arrives; what the step sends, commits, reports and
//    requests leaves only when (a) its records are durable, (b) the time its cryptography costs is
//    spent, and (c) everything that earlier steps held back has left;
//  - timers are armed at once, against the clock of the step;
//  - a step that holds nothing back costs no allocation;
//  - neither a port nor the outlet calls deliver() from inside a call of the driver.
class Driver {
 public:
  Driver(Machine& machine, DriverPorts ports, Outlet& outlet);

  void deliver(const Input& input);
  // From Storage and Processor; every ticket in order, each at most once.
  void durable(StepTicket ticket);
  void processed(StepTicket ticket);

  // Steps whose effects are still held back.
  std::size_t held_back() const { return held_.size(); }

 private:
  struct Held {
    StepTicket ticket;
    bool durable = true;
    bool processed = true;
    std::unique_ptr<Effects> effects;  // null: the step only costs time
  };

  void carry_out();
  void arm_timers();
  void let_leave();
  void hold(StepTicket ticket, bool processed);
  void release_ready();
  std::unique_ptr<Effects> park();
  void release(const Effects& effects);
  Held& held(StepTicket ticket);

  Machine& machine_;
  DriverPorts ports_;
  Outlet& outlet_;
  bool releasing_ = false;
  std::uint64_t last_ticket_ = 0;
  std::deque<Held> held_;                        // consecutive tickets, oldest first
  std::vector<std::unique_ptr<Effects>> spare_;  // emptied, with their capacity
};

}  // namespace callo
