#include "tests/host_conformance/world.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim::conformance {

namespace {

using Lines = std::vector<std::string>;

// Without the digest at the end, which other tests compare.
Lines events_of(Lines lines) {
  CHECK(lines.back().substr(0, 7) == "digest ");
  lines.pop_back();
  return lines;
}

void note_timer(World& world, EndpointId self, const Input& input) {
  if (const auto* fired = std::get_if<TimerFired>(&input)) {
    world.note(self, "timer " + std::to_string(fired->timer.slot));
  }
}

bool is_start(const Input& input) {
  return std::holds_alternative<Started>(input);
}

const Script kNothing = [](World&) {};

}  // namespace

TEST_CASE("timers: fire in the order of their deadlines, and of arming at equal ones") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    if (is_start(input)) {
      out.arm(timer(0), due_ms(30));
      out.arm(timer(1), due_ms(10));
      out.arm(timer(2), due_ms(20));
      out.arm(timer(5), due_ms(20));
      out.arm(timer(4), due_ms(20));
    }
    note_timer(world, self, input);
  };
  CHECK(events_of(play(kind, plain_config(1), behaviour, kNothing, 100)) ==
        Lines{"10 n0 timer 1", "20 n0 timer 2", "20 n0 timer 5", "20 n0 timer 4", "30 n0 timer 0"});
}

TEST_CASE("timers: arming again replaces the deadline, disarming silences") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    if (is_start(input)) {
      out.arm(timer(0), due_ms(10));
      out.arm(timer(0), due_ms(40));
      out.arm(timer(1), due_ms(50));
      out.arm(timer(1), due_ms(20));
      out.arm(timer(2), due_ms(30));
      out.disarm(timer(2));
    }
    note_timer(world, self, input);
  };
  CHECK(events_of(play(kind, plain_config(1), behaviour, kNothing, 100)) ==
        Lines{"20 n0 timer 1", "40 n0 timer 0"});
}

TEST_CASE("timers: a deadline in the past fires at once, but after the step") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    note_timer(world, self, input);
    if (is_start(input)) {
      out.arm(timer(0), due_ms(5));
    } else if (std::get<TimerFired>(input).timer == timer(0)) {
      out.arm(timer(1), due_ms(1));
      world.note(self, "armed");
    }
  };
  CHECK(events_of(play(kind, plain_config(1), behaviour, kNothing, 100)) ==
        Lines{"5 n0 timer 0", "5 n0 armed", "5 n0 timer 1"});
}

TEST_CASE("timers: those of a crashed incarnation never fire") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    note_timer(world, self, input);
    if (is_start(input)) {
      world.note(self, "started");
      out.arm(timer(0), due_ms(world.node(0).incarnation() == 1 ? 30 : 60));
    }
  };
  const Script script = [](World& world) {
    world.at_ms(10, [&world] { world.node(0).crash(); });
    world.at_ms(20, [&world] { world.node(0).start(); });
  };
  CHECK(events_of(play(kind, plain_config(1), behaviour, script, 100)) ==
        Lines{"0 n0 started", "20 n0 started", "60 n0 timer 0"});
}

TEST_CASE("timers: follow the node's own clock when it drifts") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    note_timer(world, self, input);
    if (is_start(input)) {
      out.arm(timer(0), due_ms(1000 + 150));
      out.arm(timer(1), due_ms(1000 + 300));
    }
  };
  SimulationConfig config = plain_config(1);
  config.nodes[0].clock.monotonic_origin = std::chrono::seconds{1};
  config.nodes[0].clock.drift_ppb = 500'000'000;
  const Script script = [](World& world) {
    world.at_ms(100, [&world] { world.node(0).set_drift(0); });
  };
  CHECK(events_of(play(kind, config, behaviour, script, 1000)) ==
        Lines{"100 n0 timer 0", "250 n0 timer 1"});
}

TEST_CASE("pause: inputs wait, timers fire late, in the order of their dates") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    note_timer(world, self, input);
    if (is_start(input)) {
      out.arm(timer(0), due_ms(20));
      out.arm(timer(1), due_ms(90));
      out.arm(timer(2), due_ms(40));
    } else if (const auto* submitted = std::get_if<Submitted>(&input)) {
      world.note(self, "submitted " + text_of(submitted->frame));
      out.disarm(timer(2));
    }
  };
  const Script script = [](World& world) {
    world.at_ms(10, [&world] { world.node(0).pause(); });
    world.at_ms(30, [&world] { world.simulation().submit(EndpointId{0}, frame_of("x")); });
    world.at_ms(60, [&world] { world.node(0).resume(); });
  };
  CHECK(events_of(play(kind, plain_config(1), behaviour, script, 100)) ==
        Lines{"60 n0 timer 0", "60 n0 submitted x", "90 n0 timer 1"});
}

}  // namespace callo::sim::conformance
