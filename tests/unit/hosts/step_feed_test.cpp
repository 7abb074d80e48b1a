#include "sim/hosts/step_feed.hpp"

#include <functional>
#include <set>
#include <sstream>

#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

Frame frame(std::uint64_t name) {
  return Frame{Bytes{1}, ContentId{name, name + 1}};
}

struct Watcher final : StepObserver {
  explicit Watcher(StepInterest wanted) : wanted_{wanted} {}

  StepInterest interest() const override { return wanted_; }

  void on_step(const Step& step) override { numbers.push_back(step.number); }

  std::vector<std::uint64_t> numbers;
  StepInterest wanted_;
};

std::string digest_of(const Input& input, const std::function<void(Effects&)>& fill,
                      std::int64_t ns = 1, std::uint32_t endpoint = 2,
                      std::uint32_t incarnation = 1) {
  StepFeed feed;
  Effects effects;
  fill(effects);
  feed.step(sim_time(ns), {endpoint}, incarnation, input, effects);
  return feed.digest();
}

}  // namespace

TEST_CASE("step feed: an observer sees the kinds of steps it asked for, in order") {
  StepFeed feed;
  Watcher every{kEveryStep};
  Watcher sends{kStepsWithSends | kStepsWithRecords};
  Watcher none{0};
  feed.subscribe(every);
  feed.subscribe(sends);
  feed.subscribe(none);
  Effects silent;
  Effects sending;
  sending.send(EndpointId{1}, frame(1), MessageClass::vote);
  Effects recording;
  recording.records.push_back({RecordKind::polka, frame(2)});
  for (const Effects* effects : {&silent, &sending, &silent, &recording}) {
    feed.step({}, {0}, 1, TimerFired{}, *effects);
  }
  CHECK(every.numbers == std::vector<std::uint64_t>{1, 2, 3, 4});
  CHECK(sends.numbers == std::vector<std::uint64_t>{2, 4});
  CHECK(none.numbers.empty());
}

TEST_CASE("step digest: everything that a step is made of changes it") {
  const auto nothing = [](Effects&) {};
  const Received received{{3}, frame(5)};
  const std::set<std::string> digests{
      StepFeed{}.digest(),
      digest_of(received, nothing),
      digest_of(received, nothing, 2),
      digest_of(received, nothing, 1, 3),
      digest_of(received, nothing, 1, 2, 2),
      digest_of(Received{{4}, frame(5)}, nothing),
      digest_of(Received{{3}, frame(6)}, nothing),
      digest_of(Submitted{frame(5)}, nothing),
      digest_of(TimerFired{{1}}, nothing),
      digest_of(TimerFired{{2}}, nothing),
      digest_of(PeerUp{{1}}, nothing),
      digest_of(PeerDown{{1}}, nothing),
      digest_of(Completed{{1}, {}}, nothing),
      digest_of(Started{}, nothing),
      digest_of(Started{{{RecordKind::polka, frame(1)}}}, nothing),
      digest_of(received, [](Effects& out) { out.send(EndpointId{1}, frame(1), {}); }),
      digest_of(received, [](Effects& out) { out.send(EndpointId{2}, frame(1), {}); }),
      digest_of(received, [](Effects& out) { out.send(EndpointId{1}, frame(2), {}); }),
      digest_of(received,
                [](Effects& out) { out.send(EndpointId{1}, frame(1), MessageClass::block); }),
      digest_of(received, [](Effects& out) { out.arm({1}, MonotonicTime{Duration{1}}); }),
      digest_of(received, [](Effects& out) { out.arm({1}, MonotonicTime{Duration{2}}); }),
      digest_of(received, [](Effects& out) { out.disarm({1}); }),
      digest_of(received, [](Effects& out) { out.notice(NoticeKind::repaired, 1); }),
      digest_of(received, [](Effects& out) { out.notice(NoticeKind::repaired, 2); }),
      digest_of(received,
                [](Effects& out) {
                  out.records.push_back({RecordKind::polka, frame(1)});
                }),
      digest_of(received,
                [](Effects& out) {
                  out.records.push_back({RecordKind::decision, frame(1)});
                }),
      digest_of(received,
                [](Effects& out) {
                  out.commits.push_back({1, 0, {}, {}, frame(1), frame(2)});
                }),
      digest_of(received,
                [](Effects& out) {
                  out.commits.push_back({2, 0, {}, {}, frame(1), frame(2)});
                }),
      digest_of(received,
                [](Effects& out) {
                  out.evidence.push_back({{1}, frame(1), frame(2)});
                }),
      digest_of(received, [](Effects& out) { out.cancelled.push_back({1}); }),
      digest_of(received,
                [](Effects& out) {
                  out.requests.push_back({{1}, RequestKind::read_block, {}});
                }),
      digest_of(received, [](Effects& out) { out.work.signatures = 1; }),
      digest_of(received, [](Effects& out) { out.work.verifications = 1; }),
      digest_of(received, [](Effects& out) { out.work.hashed_bytes = 1; }),
  };
  CHECK(digests.size() == 34);
  CHECK(digest_of(received, nothing) == digest_of(received, nothing));
}

TEST_CASE("step feed: the log has a line for every so many steps, with the digest so far") {
  StepFeed feed;
  std::ostringstream log;
  feed.log_to(log, 2);
  const Effects silent;
  feed.step(sim_time(7), {4}, 1, TimerFired{}, silent);
  feed.step(sim_time(9), {5}, 1, Received{{4}, frame(1)}, silent);
  CHECK(log.str() == "2 9 5 received " + feed.digest() + "\n");
}

}  // namespace callo::sim
