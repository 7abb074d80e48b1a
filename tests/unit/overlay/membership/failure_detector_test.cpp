#include "protocol/overlay/membership/failure_detector.hpp"

#include "tests/support/catch.hpp"

namespace callo {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

struct Bench {
  explicit Bench(const HeartbeatSettings& settings) : detector{settings} {}

  // Asks whoever is due at this time; the failed ones go to `failed`.
  std::size_t tick(milliseconds time) {
    ask.clear();
    detector.watch(MonotonicTime{time}, watched);
    detector.tick(MonotonicTime{time}, ask, failed);
    return ask.size();
  }

  FailureDetector detector;
  std::vector<Neighbour> watched{{{Hash{{1}}}, {1}, true}};
  std::vector<Neighbour> ask;
  std::vector<OverlayId> failed;
};

}  // namespace

TEST_CASE("failure detector: one that is heard is not asked, one that is not is",
          "[unit][overlay]") {
  Bench bench{{.interval = seconds{10}}};
  bench.tick(milliseconds{0});
  bench.detector.heard(bench.watched[0].id, MonotonicTime{seconds{3}});
  CHECK(bench.tick(milliseconds{12'999}) == 0);
  CHECK(bench.tick(milliseconds{13'000}) == 1);
}

TEST_CASE("failure detector: silence is taken for failure after four doubling timeouts",
          "[unit][overlay]") {
  Bench bench{{.interval = seconds{10}, .timeout_first = seconds{1}}};
  bench.tick(milliseconds{0});
  bench.detector.heard(bench.watched[0].id, MonotonicTime{});
  std::vector<int> asked_at;
  for (int ms = 0; ms <= 40'000 && bench.failed.empty(); ms += 100) {
    if (bench.tick(milliseconds{ms}) == 1) {
      asked_at.push_back(ms);
    }
  }
  CHECK(asked_at == std::vector<int>{10'000, 11'000, 13'000, 17'000});
  CHECK(bench.failed.size() == 1);
}

TEST_CASE("failure detector: timeouts follow each neighbour's round trips", "[unit][overlay]") {
  Bench bench{{.interval = seconds{10}}};
  bench.watched.push_back({{Hash{{2}}}, {2}, true});
  bench.tick(milliseconds{0});
  for (int round = 1; round <= 30; ++round) {
    const milliseconds asked{round * 20'000};
    CHECK(bench.tick(asked) == 2);
    // Any mail shows that somebody is there, and answers nothing.
    bench.detector.heard(bench.watched[0].id, MonotonicTime{asked + milliseconds{200}});
    CHECK(bench.detector.answered(bench.watched[0].id, MonotonicTime{asked + milliseconds{400}}));
    CHECK(bench.detector.answered(bench.watched[1].id, MonotonicTime{asked + milliseconds{1}}));
  }
  // As TCP's: the variation of a steady round trip dies out, and a floor remains.
  CHECK(bench.detector.timeout_of(bench.watched[0].id) < milliseconds{420});
  CHECK(bench.detector.timeout_of(bench.watched[0].id) >= milliseconds{400});
  CHECK(bench.detector.timeout_of(bench.watched[1].id) == milliseconds{200});
}

TEST_CASE("failure detector: a suspect is asked at once, an answer clears it", "[unit][overlay]") {
  Bench bench{{.interval = seconds{10}}};
  bench.tick(milliseconds{0});
  bench.detector.heard(bench.watched[0].id, MonotonicTime{});
  bench.detector.suspect(bench.watched[0].id);
  CHECK(bench.tick(milliseconds{10}) == 1);
  CHECK(bench.detector.answered(bench.watched[0].id, MonotonicTime{milliseconds{20}}));
  CHECK_FALSE(bench.detector.answered(bench.watched[0].id, MonotonicTime{milliseconds{21}}));
  CHECK(bench.tick(milliseconds{5'000}) == 0);
}

}  // namespace callo
