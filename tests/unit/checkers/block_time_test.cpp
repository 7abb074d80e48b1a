#include "sim/checkers/block_time.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

using std::chrono::seconds;

CalendarTime at(int second) {
  return CalendarTime{seconds{second}};
}

Record decision(Height height) {
  Writer out;
  out.u64(height);
  return {RecordKind::decision, make_frame(out.take())};
}

// Honest clocks show 10 s to 12 s while height 1 is decided and 20 s to 22 s when height 3, whose
// block is at the given time, is committed.
std::vector<Violation> judge(CalendarTime third, bool has_median_times) {
  CheckerFixture f;
  ClockRange clocks{at(10), at(12)};
  f.context.honest_clocks = [&clocks] { return clocks; };
  f.context.has_median_times = has_median_times;
  f.context.clock_drift_max = seconds{5};
  CheckerSet set = f.checkers("block_time");
  Block block = f.block_on(nullptr);
  block.header.time = at(10);
  const auto first = f.seal_block(block);
  set.on_record(f.moment(0), decision(1));
  set.on_commit(f.moment(0), f.effect(first));
  clocks = {at(14), at(16)};
  block = f.block_on(&first);
  block.header.time = at(11);
  const auto second = f.seal_block(block);
  set.on_record(f.moment(0), decision(2));
  set.on_commit(f.moment(0), f.effect(second));
  clocks = {at(20), at(22)};
  block = f.block_on(&second);
  block.header.time = third;
  set.on_commit(f.moment(0), f.effect(f.seal_block(block)));
  set.on_commit(f.moment(1), f.effect(f.seal_block(block)));
  return set.violations();
}

}  // namespace

TEST_CASE("block_time: a median lies between the honest clocks of the voting", "[unit]") {
  CHECK(judge(at(12), true).empty());
  CHECK(judge(at(22), true).empty());
  CHECK(judge(at(22) + Duration{1}, true).size() == 1);
  CHECK(judge(CalendarTime::max(), true).size() == 1);
  CHECK(judge(at(11), true).size() == 1);
  CHECK(judge(CalendarTime::min(), true).size() == 1);
}

TEST_CASE("block_time: a proposer's clock may be ahead by the drift only", "[unit]") {
  CHECK(judge(at(27), false).empty());
  CHECK(judge(at(27) + Duration{1}, false).size() == 1);
  CHECK(judge(at(11) + Duration{1}, false).empty());
  CHECK(judge(at(11), false).size() == 1);
}

TEST_CASE("block_time: a median before the earliest honest clock is found", "[unit]") {
  CheckerFixture f;
  f.context.has_median_times = true;
  f.context.honest_clocks = [] { return ClockRange{at(10), at(30)}; };
  for (const int time : {9, 10}) {
    CheckerSet set = f.checkers("block_time");
    Block block = f.block_on(nullptr);
    const auto first = f.seal_block(block);
    block = f.block_on(&first);
    const auto second = f.seal_block(block);
    block = f.block_on(&second);
    block.header.time = at(time);
    set.on_record(f.moment(0), decision(1));
    set.on_commit(f.moment(0), f.effect(f.seal_block(block)));
    CHECK(set.violations().size() == (time < 10 ? 1 : 0));
  }
}

TEST_CASE("block_time: claims nothing when nobody knows the clocks", "[unit]") {
  CheckerFixture f;
  CHECK_FALSE(f.checkers("block_time").checkers()[0]->abstention().empty());
}

}  // namespace callo::sim::test
