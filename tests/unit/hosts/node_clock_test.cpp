#include "sim/hosts/node_clock.hpp"

#include "sim/engine/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

using std::chrono::seconds;

constexpr CalendarTime kStart{seconds{1'710'392'400}};

}  // namespace

TEST_CASE("node clock: a true one shows the run's time and the calendar") {
  const NodeClock clock{{}, kStart};
  const Now now = clock.at(SimTime{seconds{5}});
  CHECK(now.monotonic == MonotonicTime{seconds{5}});
  CHECK(now.calendar == kStart + seconds{5});
  CHECK(clock.reaches(MonotonicTime{seconds{5}}) == SimTime{seconds{5}});
}

TEST_CASE("node clock: offsets and drift show, and a shift moves the calendar alone") {
  NodeClock clock{{seconds{100}, seconds{-3}, 500'000'000}, kStart};
  clock.shift_calendar(seconds{10});
  const Now now = clock.at(SimTime{seconds{4}});
  CHECK(now.monotonic == MonotonicTime{seconds{106}});
  CHECK(now.calendar == kStart + seconds{-3 + 10 + 6});
}

TEST_CASE("node clock: the instant at which a deadline is reached is the first such") {
  RandomStream random{1, Purpose::of("test.clock")};
  bool first = true;
  for (int i = 0; i < 2'000; ++i) {
    const std::int64_t drift = random.between(-900'000'000, 900'000'000);
    NodeClock clock{{seconds{7}, {}, drift}, kStart};
    clock.set_drift(sim_time(random.between(0, 1'000'000)), random.between(-999, 999));
    const MonotonicTime deadline{seconds{7} + Duration{random.between(2'000'000, 1LL << 40)}};
    const SimTime reached = clock.reaches(deadline);
    first = first && clock.at(reached).monotonic >= deadline &&
            clock.at(reached - Duration{1}).monotonic < deadline;
  }
  CHECK(first);
}

TEST_CASE("node clock: a change of drift does not make the clocks jump") {
  NodeClock clock{{{}, {}, -500'000'000}, kStart};
  const Now before = clock.at(SimTime{seconds{8}});
  clock.set_drift(SimTime{seconds{8}}, 200'000);
  const Now after = clock.at(SimTime{seconds{8}});
  CHECK(before.monotonic == after.monotonic);
  CHECK(before.calendar == after.calendar);
  CHECK(before.monotonic == MonotonicTime{seconds{4}});
}

}  // namespace callo::sim
