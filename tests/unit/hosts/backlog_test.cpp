#include "sim/hosts/backlog.hpp"

#include <vector>

#include "tests/support/catch.hpp"

namespace callo::sim {

using std::chrono::seconds;

namespace {

SimTime at(int second) {
  return SimTime{seconds{second}};
}

}  // namespace

TEST_CASE("backlog: what is left takes as much longer, what is done does not", "[unit]") {
  Backlog<int> backlog;
  backlog.add(at(2), 1);
  backlog.add(at(6), 2);
  backlog.add(at(10), 3);
  std::vector<SimTime> done_at;
  const auto note = [&](SimTime time) { done_at.push_back(time); };
  backlog.change_speed(at(4), 1, 3, note);
  CHECK(done_at == std::vector{at(4), at(10), at(22)});  // the first is due, only not taken yet
  CHECK(backlog.idle_at() == at(22));
  // Back to what it was: three units of what is left of the second were worked off meanwhile.
  done_at.clear();
  CHECK(backlog.take() == 1);
  backlog.change_speed(at(7), 3, 1, note);
  CHECK(done_at == std::vector{at(8), at(12)});
  CHECK(backlog.take() == 2);
  CHECK(backlog.take() == 3);
  CHECK(backlog.is_empty());
  CHECK(backlog.idle_at() == at(12));
}

TEST_CASE("backlog: keeps its order, however long it is never empty", "[unit]") {
  Backlog<int> backlog;
  for (int item = 0; item < 500; ++item) {
    backlog.add(at(item), item);
    if (item % 3 != 0) {
      CHECK(backlog.take() == item - item / 3 - 1);
    }
  }
  int announced = 0;
  backlog.change_speed(at(0), 1, 1, [&](SimTime) { ++announced; });
  CHECK(announced == 167);
  while (!backlog.is_empty()) {
    CHECK(backlog.take() == 500 - announced--);
  }
}

}  // namespace callo::sim
