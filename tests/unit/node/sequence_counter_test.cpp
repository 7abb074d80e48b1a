#include "protocol/node/sequence_counter.hpp"

#include "tests/support/catch.hpp"

namespace callo {

namespace {

using std::chrono::hours;

const CalendarTime kNoon{hours{12}};

// A node's life after life on one disk.
class Fixture {
 public:
  void start(CalendarTime now) {
    counter = {};
    effects.clear();
    counter.start(disk, now, effects);
    sync();
  }

  std::uint64_t next() {
    const std::uint64_t number = counter.next(effects);
    sync();
    return number;
  }

  void sync() {
    disk.insert(disk.end(), effects.records.begin(), effects.records.end());
    effects.clear();
  }

  SequenceCounter counter;
  std::vector<Record> disk;
  Effects effects;
};

}  // namespace

TEST_CASE("sequences: grow over restarts, also when the clock was set back", "[unit][node]") {
  Fixture f;
  std::uint64_t last = 0;
  for (const CalendarTime now : {kNoon, kNoon - hours{3}, kNoon + hours{1}, CalendarTime::min()}) {
    f.start(now);
    for (int message = 0; message < 3; ++message) {
      const std::uint64_t number = f.next();
      CHECK(number > last);
      last = number;
    }
  }
}

TEST_CASE("sequences: a new disk goes on behind what the clock can have given before",
          "[unit][node]") {
  Fixture f;
  f.start(kNoon);
  const std::uint64_t before = f.next();
  f.disk.clear();
  f.start(kNoon + hours{1});
  CHECK(f.next() > before);
}

TEST_CASE("sequences: nothing is written but one record for many numbers", "[unit][node]") {
  Fixture f;
  f.start(kNoon);
  CHECK(f.disk.empty());
  for (std::uint64_t number = 0; number < SequenceCounter::kReserved; ++number) {
    f.next();
  }
  CHECK(f.disk.size() == 1);
  const std::uint64_t last = f.next();
  CHECK(f.disk.size() == 2);
  f.start(kNoon);
  CHECK(f.next() > last);
}

TEST_CASE("sequences: what is reserved again makes what stands before it needless",
          "[unit][node]") {
  Fixture f;
  f.start(kNoon);
  const std::uint64_t before = f.next();
  f.disk.clear();
  f.counter.reserve(f.effects);
  f.sync();
  f.start(CalendarTime{});
  CHECK(f.next() > before);
}

TEST_CASE("sequences: every start on a used disk reserves before anything is said",
          "[unit][node]") {
  Fixture f;
  f.start(kNoon);
  f.next();
  f.start(kNoon);
  CHECK(f.disk.size() == 2);
}

}  // namespace callo
