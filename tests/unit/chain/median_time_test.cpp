#include "protocol/chain/median_time.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"
#include "tests/support/small_random.hpp"

namespace callo {

namespace {

CalendarTime at_s(std::int64_t seconds) {
  return CalendarTime{std::chrono::seconds{seconds}};
}

Commit commit_at(const std::vector<std::int64_t>& seconds) {
  Commit commit{1, 0, {Hash{{1}}, {1, Hash{{2}}}}, {}};
  for (const std::int64_t second : seconds) {
    commit.signatures.push_back({CommitFlag::for_block, at_s(second), {}});
  }
  return commit;
}

}  // namespace

// spec/consensus/bft-time.md: timestamps 98, 500, 1000, 1000 with powers 27, 10, 10 give 98.
TEST_CASE("median time: the specification's example", "[unit][chain]") {
  const ValidatorSet validators = test::test_validators({27, 10, 10});
  CHECK(median_time(commit_at({98, 500, 1000}), validators) == at_s(98));
}

TEST_CASE("median time: power decides, and votes for nil or of nobody count nothing",
          "[unit][chain]") {
  const ValidatorSet validators = test::test_validators({1, 1, 1, 5});
  CHECK(median_time(commit_at({1, 2, 3, 4}), validators) == at_s(4));
  Commit commit = commit_at({1, 2, 3, 4});
  commit.signatures[3].flag = CommitFlag::for_nil;
  CHECK(median_time(commit, validators) == at_s(2));
  commit.signatures[3] = {};
  commit.signatures[0] = {};
  CHECK(median_time(commit, validators) == at_s(3));
}

// CometBFT's code takes the lowest of three equal votes, which may be a liar's.
TEST_CASE("median time: the middle of three equal votes", "[unit][chain]") {
  const ValidatorSet validators = test::test_validators({1, 1, 1});
  CHECK(median_time(commit_at({30, 10, 20}), validators) == at_s(20));
}

// f of the validators write any time at all; the median stays among what the honest ones wrote.
TEST_CASE("median time: f liars cannot move it out of the honest range", "[unit][chain]") {
  test::SmallRandom random{7};
  for (int run = 0; run < 20'000; ++run) {
    const std::size_t count = 4 + random.below(12);
    std::vector<std::int64_t> powers;
    for (std::size_t index = 0; index < count; ++index) {
      powers.push_back(1 + static_cast<std::int64_t>(random.below(20)));
    }
    const ValidatorSet validators = test::test_validators(powers);
    Commit commit = commit_at(std::vector<std::int64_t>(count));
    std::int64_t lying = 0;
    std::int64_t absent = 0;
    CalendarTime earliest = CalendarTime::max();
    CalendarTime latest = CalendarTime::min();
    for (std::size_t index = 0; index < count; ++index) {
      CommitSignature& entry = commit.signatures[index];
      const std::int64_t power = powers[index];
      const bool may_lie = lying + power < validators.one_correct_power();
      if (may_lie && random.below(2) == 0) {
        lying += power;
        const std::size_t wild = random.below(3);
        entry.time = wild == 0   ? CalendarTime::min()
                     : wild == 1 ? CalendarTime::max()
                                 : at_s(static_cast<std::int64_t>(random.below(1'000'000)));
      } else if (absent + power <= validators.total_power() - validators.quorum_power() &&
                 random.below(4) == 0) {
        absent += power;
        entry = {};
      } else {
        entry.time = at_s(500'000 + static_cast<std::int64_t>(random.below(20)));
        earliest = std::min(earliest, entry.time);
        latest = std::max(latest, entry.time);
      }
    }
    const CalendarTime median = median_time(commit, validators);
    CHECK(median >= earliest);
    CHECK(median <= latest);
  }
}

}  // namespace callo
