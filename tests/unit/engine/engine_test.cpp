#include "sim/engine/engine.hpp"

#include <functional>
#include <vector>

#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

struct Recorder final : EventHandler {
  std::function<void(SimTime, Event&)> act = [](SimTime, Event&) {};
  std::vector<std::int64_t> dates;
  std::vector<std::uint64_t> values;

  void on_event(SimTime now, Event& event) override {
    dates.push_back(nanoseconds(now));
    values.push_back(event.value);
    act(now, event);
  }

  void expect(const Event&) const override {}
};

Event event_of(std::uint64_t value) {
  return {.kind = EventKind::timer, .value = value};
}

// Says when the last frame that refers to it is gone.
struct Canary final : DecodedForm {
  explicit Canary(int& alive) : alive_{alive} { ++alive_; }

  ~Canary() override { --alive_; }

  int& alive_;
};

Event event_with_frame(int& alive) {
  Frame frame{Bytes{1}, ContentId{}};
  frame.remember(std::make_unique<Canary>(alive));
  Event event = event_of(0);
  event.frame = frame.share(1);
  return event;
}

}  // namespace

TEST_CASE("engine: events happen by date, those of one date as they were scheduled") {
  Engine engine;
  Recorder recorder;
  for (std::uint64_t i = 0; i < 6; ++i) {
    engine.schedule(sim_time(i % 2 == 0 ? 500 : 20), event_of(i));
  }
  engine.run_until(recorder, sim_time(1'000));
  CHECK(recorder.values == std::vector<std::uint64_t>{1, 3, 5, 0, 2, 4});
  CHECK(engine.now() == sim_time(1'000));
  CHECK(engine.happened() == 6);
}

TEST_CASE("engine: an event may schedule another for the same date, which follows") {
  Engine engine;
  Recorder recorder;
  recorder.act = [&engine](SimTime now, Event& event) {
    if (event.value < 3) {
      engine.schedule(now, event_of(event.value + 10));
    }
  };
  engine.schedule(sim_time(9), event_of(1));
  engine.schedule(sim_time(9), event_of(2));
  engine.run_until(recorder, sim_time(9));
  CHECK(recorder.values == std::vector<std::uint64_t>{1, 2, 11, 12});
}

TEST_CASE("engine: running ends at the limit, included, and goes on from there") {
  Engine engine;
  Recorder recorder;
  engine.schedule(sim_time(10), event_of(1));
  engine.schedule(sim_time(11), event_of(2));
  engine.run_until(recorder, sim_time(10));
  CHECK(recorder.dates == std::vector<std::int64_t>{10});
  CHECK(engine.next_time() == sim_time(11));
  engine.run_until(recorder, kSimEnd);
  CHECK(recorder.dates == std::vector<std::int64_t>{10, 11});
  CHECK(engine.next_time() == kSimEnd);
}

TEST_CASE("engine: stopping ends the loop after the event that is happening") {
  Engine engine;
  Recorder recorder;
  recorder.act = [&engine](SimTime, Event&) { engine.stop(); };
  engine.schedule(sim_time(1), event_of(1));
  engine.schedule(sim_time(1), event_of(2));
  engine.run_until(recorder, sim_time(5));
  CHECK(recorder.values == std::vector<std::uint64_t>{1});
  CHECK(engine.now() == sim_time(1));
}

TEST_CASE("engine: a frame lives until its event has happened, or as long as who took it") {
  int alive = 0;
  Frame taken;
  {
    Engine engine;
    Recorder recorder;
    recorder.act = [&taken](SimTime, Event& event) { taken = event.take_frame(); };
    engine.schedule(sim_time(1), event_with_frame(alive));
    engine.run_until(recorder, sim_time(1));
    CHECK(alive == 1);
    taken = {};
    CHECK(alive == 0);
    recorder.act = [](SimTime, Event&) {};
    engine.schedule(sim_time(2), event_with_frame(alive));
    engine.run_until(recorder, sim_time(2));
    CHECK(alive == 0);
    engine.schedule(sim_time(3), event_with_frame(alive));
    engine.schedule(sim_time(1'000'000), event_with_frame(alive));
    CHECK(alive == 2);
  }
  CHECK(alive == 0);
}

}  // namespace callo::sim
