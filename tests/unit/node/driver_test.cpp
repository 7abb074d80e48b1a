#include "protocol/node/driver.hpp"

#include <functional>
#include <string>

#include "tests/support/catch.hpp"

using namespace callo;

namespace {

// One host of fakes that writes down, in order, all that a driver asks of it.
struct FakeHost final : Clock, Timers, Transport, Storage, Processor, Observer, Outlet {
  std::vector<std::string> log;
  std::vector<StepTicket> appended;
  bool processor_is_instant = false;
  std::function<void(StepTicket)> on_append = [](StepTicket) {};
  MonotonicTime clock{Duration{100}};

  Now now() const override { return {clock, CalendarTime{Duration{1}}}; }

  void arm(TimerId timer, MonotonicTime deadline) override {
    log.push_back("arm " + std::to_string(timer.slot) + " at " +
                  std::to_string(deadline.time_since_epoch().count()));
  }

  void disarm(TimerId timer) override { log.push_back("disarm " + std::to_string(timer.slot)); }

  void send(std::span<const EndpointId> to, const Frame& frame, MessageClass) override {
    log.push_back("send " + std::to_string(frame.id().low) + " to " + std::to_string(to.size()));
  }

  void append(std::span<const Record> records, StepTicket ticket) override {
    log.push_back("append " + std::to_string(records.size()));
    appended.push_back(ticket);
    on_append(ticket);
    // The records must still be there after the host has answered from inside its call.
    log.push_back("stored " + std::to_string(records.front().payload.id().low));
  }

  bool spend(const Work& work, StepTicket) override {
    log.push_back("spend " + std::to_string(work.signatures));
    return processor_is_instant;
  }

  void on_step(Now at, const Input&, const Effects& effects) override {
    CHECK(at.monotonic == clock);
    log.push_back("observe " + std::to_string(effects.sends.size()));
  }

  void on_commit(const CommitEffect& commit) override {
    log.push_back("commit " + std::to_string(commit.height));
  }

  void on_evidence(const EvidenceEffect& evidence) override {
    log.push_back("evidence " + std::to_string(evidence.culprit.value));
  }

  void on_blame(const BlameEffect& blame) override {
    log.push_back("blame " + std::to_string(blame.height));
  }

  void on_request(const Request& request) override {
    log.push_back("request " + std::to_string(request.token.value));
  }

  void on_cancel(RequestToken token) override {
    log.push_back("cancel " + std::to_string(token.value));
  }
};

// Does in each step what the test says.
struct ScriptedMachine final : Machine {
  std::function<void(Effects&)> next = [](Effects&) {};

  void step(Now, const Input&, Effects& out) noexcept override { next(out); }
};

Frame frame(std::uint64_t name) {
  return Frame{Bytes{1}, ContentId{name, 0}};
}

struct Bench {
  FakeHost host;
  ScriptedMachine machine;
  Effects workspace;
  Driver driver{machine, {host, workspace, nullptr, host, host, host, host}, host};

  void step(std::function<void(Effects&)> effects) {
    machine.next = std::move(effects);
    driver.deliver(TimerFired{});
  }

  std::vector<std::string> taken() { return std::exchange(host.log, {}); }
};

using Log = std::vector<std::string>;

void send(Effects& out, std::uint64_t name) {
  out.send(EndpointId{1}, frame(name), MessageClass::vote);
}

void record(Effects& out, std::uint64_t name) {
  out.records.push_back({RecordKind::signed_message, frame(name)});
}

}  // namespace

TEST_CASE("driver: sends at once when nothing holds the step back", "[unit][node]") {
  Bench bench;
  bench.step([](Effects& out) { send(out, 5); });
  CHECK(bench.taken() == Log{"send 5 to 1"});
  CHECK(bench.driver.held_back() == 0);
}

TEST_CASE("driver: what left with one step does not leave again with the next", "[unit][node]") {
  Bench bench;
  bench.step([](Effects& out) { send(out, 5); });
  bench.taken();
  bench.step([](Effects& out) { send(out, 6); });
  CHECK(bench.taken() == Log{"send 6 to 1"});
}

TEST_CASE("driver: records are durable before sends and commits leave", "[unit][node]") {
  Bench bench;
  bench.step([](Effects& out) {
    record(out, 5);
    send(out, 5);
    out.commits.emplace_back().height = 3;
  });
  CHECK(bench.taken() == Log{"append 1", "stored 5"});
  CHECK(bench.driver.held_back() == 1);
  bench.driver.durable(bench.host.appended[0]);
  CHECK(bench.taken() == Log{"commit 3", "send 5 to 1"});
  CHECK(bench.driver.held_back() == 0);
}

TEST_CASE("driver: a later step never overtakes an earlier one", "[unit][node]") {
  Bench bench;
  bench.step([](Effects& out) {
    record(out, 1);
    send(out, 1);
  });
  bench.step([](Effects& out) { send(out, 2); });
  bench.step([](Effects& out) {
    record(out, 3);
    send(out, 3);
  });
  bench.taken();
  bench.driver.durable(bench.host.appended[0]);
  CHECK(bench.taken() == Log{"send 1 to 1", "send 2 to 1"});
  bench.driver.durable(bench.host.appended[1]);
  CHECK(bench.taken() == Log{"send 3 to 1"});
}

TEST_CASE("driver: timers are armed at once, whatever is held back", "[unit][node]") {
  Bench bench;
  bench.step([](Effects& out) { record(out, 1); });
  bench.taken();
  bench.step([](Effects& out) {
    out.arm(TimerId{2}, MonotonicTime{Duration{900}});
    out.disarm(TimerId{3});
    send(out, 2);
  });
  CHECK(bench.taken() == Log{"arm 2 at 900", "disarm 3"});
}

TEST_CASE("driver: effects wait for the time that cryptography costs", "[unit][node]") {
  Bench bench;
  bench.step([](Effects& out) {
    out.work.signatures = 2;
    send(out, 7);
  });
  CHECK(bench.taken() == Log{"spend 2"});
  bench.driver.processed(StepTicket{1});
  CHECK(bench.taken() == Log{"send 7 to 1"});
}

TEST_CASE("driver: work without effects is spent too and delays what follows", "[unit][node]") {
  Bench bench;
  bench.step([](Effects& out) { out.work.verifications = 1; });
  bench.step([](Effects& out) { send(out, 8); });
  CHECK(bench.taken() == Log{"spend 0"});
  bench.driver.processed(StepTicket{1});
  CHECK(bench.taken() == Log{"send 8 to 1"});
}

TEST_CASE("driver: sends leave when both durable and processed, in either order", "[unit][node]") {
  for (const bool durable_first : {true, false}) {
    Bench bench;
    bench.step([](Effects& out) {
      out.work.signatures = 1;
      record(out, 4);
      send(out, 4);
    });
    const StepTicket ticket = bench.host.appended[0];
    bench.taken();
    durable_first ? bench.driver.durable(ticket) : bench.driver.processed(ticket);
    CHECK(bench.taken().empty());
    durable_first ? bench.driver.processed(ticket) : bench.driver.durable(ticket);
    CHECK(bench.taken() == Log{"send 4 to 1"});
  }
}

TEST_CASE("driver: a host may answer from inside its call", "[unit][node]") {
  Bench bench;
  bench.host.processor_is_instant = true;
  bench.host.on_append = [&](StepTicket ticket) { bench.driver.durable(ticket); };
  bench.step([](Effects& out) {
    out.work.hashed_bytes = 10;
    record(out, 6);
    send(out, 6);
  });
  CHECK(bench.taken() == Log{"spend 0", "append 1", "stored 6", "send 6 to 1"});
}

TEST_CASE("driver: releases commits, evidence, sends, cancellations, requests", "[unit][node]") {
  Bench bench;
  bench.step([](Effects& out) {
    out.requests.push_back({RequestToken{1}, RequestKind::read_block, {}});
    out.cancelled.push_back(RequestToken{2});
    send(out, 3);
    out.evidence.push_back({NodeId{4}, {}, {}});
    out.commits.emplace_back().height = 5;
  });
  CHECK(bench.taken() == Log{"commit 5", "evidence 4", "send 3 to 1", "cancel 2", "request 1"});
}

TEST_CASE("driver: the observer sees every step when it happens", "[unit][node]") {
  FakeHost host;
  ScriptedMachine machine;
  Effects workspace;
  Driver driver{machine, {host, workspace, &host, host, host, host, host}, host};
  machine.next = [](Effects& out) {
    record(out, 1);
    send(out, 1);
  };
  driver.deliver(TimerFired{});
  CHECK(host.log == Log{"observe 1", "append 1", "stored 1"});
}

TEST_CASE("driver: each step starts from empty effects, also after a release", "[unit][node]") {
  Bench bench;
  for (int round = 0; round < 5; ++round) {
    bench.step([](Effects& out) {
      CHECK(out.is_local());
      CHECK(out.timers.empty());
      CHECK(out.notices.empty());
      CHECK(out.work.signatures == 0);
      out.work.signatures = 1;
      out.notice(NoticeKind::round_started, 1);
      out.disarm(TimerId{1});
      record(out, 1);
      send(out, 1);
    });
    if (round % 2 == 1) {
      for (const std::uint64_t ticket : {std::uint64_t(round), std::uint64_t(round) + 1}) {
        bench.driver.processed(StepTicket{ticket});
        bench.driver.durable(StepTicket{ticket});
      }
      CHECK(bench.driver.held_back() == 0);
    }
  }
}

TEST_CASE("driver: what one driver holds back survives another in the same workspace",
          "[unit][node]") {
  FakeHost host;
  ScriptedMachine machine;
  Effects workspace;
  const DriverPorts ports{host, workspace, nullptr, host, host, host, host};
  Driver first{machine, ports, host};
  Driver second{machine, ports, host};
  machine.next = [](Effects& out) {
    record(out, 1);
    send(out, 1);
  };
  first.deliver(TimerFired{});
  machine.next = [](Effects& out) { send(out, 2); };
  second.deliver(TimerFired{});
  CHECK(host.log == Log{"append 1", "stored 1", "send 2 to 1"});
  first.durable(host.appended[0]);
  CHECK(host.log.back() == "send 1 to 1");
}

TEST_CASE("driver: a step leaves nothing to the next, whatever it did", "[unit][node]") {
  FakeHost host;
  ScriptedMachine machine;
  Effects workspace;
  Driver driver{machine, DriverPorts{host, workspace, nullptr, host, host, host, host}, host};
  machine.next = [](Effects& out) {
    out.notice(NoticeKind::repaired, 1);
    out.arm(TimerId{1}, {});
    out.work.hashed_bytes = 1;
    send(out, 1);
  };
  driver.deliver(TimerFired{});
  CHECK(workspace.empty());
  machine.next = [](Effects& out) { record(out, 2); };
  driver.deliver(TimerFired{});
  CHECK(workspace.empty());
}
