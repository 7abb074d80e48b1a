#include "sim/checkers/timeouts_kept.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

using std::chrono::seconds;

// Node 3 is a traitor and may have said everything: with node 0 itself it takes one more to make
// +2/3, and one to make more than 1/3. Only node 0 is judged.
struct TimeoutsFixture : CheckerFixture {
  TimeoutsFixture() {
    context.timeouts =
        RoundTimeouts{{seconds{3}, seconds{1}}, {seconds{4}, seconds{1}}, {seconds{5}, seconds{1}}};
    context.untrue_clocks = {EndpointId{1}, EndpointId{2}};
    context.has_median_times = true;
  }

  void vote(std::uint32_t node, VoteType type, Round round, const BlockId& block, int second) {
    set.on_record(moment(node, second),
                  {RecordKind::signed_message, vote_frame(node, type, 2, round, block)});
  }

  void propose(std::uint32_t node, int second) {
    const Proposal proposal{2, 0, kNoRound, some_block(1), CalendarTime{}, {node}};
    set.on_record(moment(node, second),
                  {RecordKind::signed_message,
                   seal(proposal_header(kChain, {node}), encode_data(proposal), *signers[node])});
  }

  void decide_first(int second) {
    Writer out;
    out.u64(1);
    set.on_record(moment(0, second), {RecordKind::decision, make_frame(out.take())});
  }

  std::string found() const { return set.violations().empty() ? "" : set.violations()[0].detail; }

  CheckerSet set = checkers("timeouts_kept");
};

constexpr auto kPrevote = VoteType::prevote;
constexpr auto kPrecommit = VoteType::precommit;

}  // namespace

TEST_CASE("timeouts_kept: a round ends timeoutPrecommit after +2/3 precommits", "[unit]") {
  TimeoutsFixture late;
  late.vote(1, kPrecommit, 0, some_block(1), 10);
  late.vote(0, kPrevote, 1, some_block(1), 15);
  CHECK(late.found().empty());
  TimeoutsFixture early;
  early.vote(1, kPrecommit, 0, some_block(1), 10);
  early.vote(0, kPrevote, 1, some_block(1), 14);
  CHECK(early.found() ==
        "height 2, round 1: entered with no third of the power there, 4000 ms after +2/3 "
        "precommits; timeoutPrecommit is 5000 ms");
  TimeoutsFixture later_round;  // whose timeout is longer
  later_round.vote(1, kPrecommit, 1, some_block(1), 10);
  later_round.vote(0, kPrevote, 2, some_block(1), 15);
  CHECK_FALSE(later_round.found().empty());
}

TEST_CASE("timeouts_kept: a third of the power ahead takes everybody along", "[unit]") {
  TimeoutsFixture f;
  f.vote(1, kPrevote, 7, some_block(1), 10);
  f.vote(0, kPrevote, 5, some_block(1), 10);
  CHECK(f.found().empty());
  TimeoutsFixture alone;  // the traitor is less than a third
  alone.vote(0, kPrevote, 5, some_block(1), 10);
  CHECK(alone.found() ==
        "height 2, round 5: entered with no third of the power there, without +2/3 precommits "
        "of the round before");
}

TEST_CASE("timeouts_kept: nil is precommitted upon +2/3 nil or after timeoutPrevote", "[unit]") {
  const auto found = [](const BlockId& prevoted, int second) {
    TimeoutsFixture f;
    f.vote(1, kPrevote, 0, prevoted, 9);
    f.vote(0, kPrevote, 0, some_block(1), 10);
    f.vote(0, kPrecommit, 0, BlockId{}, second);
    return f.found();
  };
  CHECK(found(BlockId{}, 10).empty());
  CHECK(found(some_block(1), 14).empty());
  CHECK(found(some_block(1), 13) ==
        "height 2, round 0: precommits nil 3000 ms after +2/3 prevotes of all kinds; "
        "timeoutPrevote is 4000 ms");
  TimeoutsFixture without;
  without.vote(0, kPrecommit, 0, BlockId{}, 20);
  CHECK(without.found() == "height 2, round 0: precommits nil without +2/3 prevotes");
}

TEST_CASE("timeouts_kept: an honest proposal of round 0 is not refused at once", "[unit]") {
  const auto found = [](int second, bool is_proposed) {
    TimeoutsFixture f;
    f.decide_first(10);
    if (is_proposed) {
      f.propose(1, 11);
    }
    f.vote(0, kPrevote, 0, BlockId{}, second);
    return f.found();
  };
  CHECK(
      found(12, true) ==
      "height 2, round 0: refuses the proposal of honest node 1 at most 2000 ms after it entered; "
      "timeoutPropose is 3000 ms");
  CHECK(found(13, true).empty());
  CHECK(found(12, false).empty());
}

TEST_CASE("timeouts_kept: clocks too far apart are a reason to refuse", "[unit]") {
  const auto found = [](seconds latest) {
    TimeoutsFixture f;
    f.context.has_median_times = false;
    f.context.clock_drift_max = seconds{5};
    f.context.honest_clocks = [latest] {
      return ClockRange{CalendarTime{seconds{10}}, CalendarTime{latest}};
    };
    f.set.on_commit(f.moment(0), f.effect(f.make(nullptr)));
    f.decide_first(10);
    f.propose(1, 11);
    f.vote(0, kPrevote, 0, BlockId{}, 12);
    return f.found();
  };
  CHECK_FALSE(found(seconds{15}).empty());
  CHECK(found(seconds{16}).empty());
}

TEST_CASE("timeouts_kept: who may have begun behind a snapshot may refuse evidence", "[unit]") {
  TimeoutsFixture f;
  f.set.on_record(f.moment(0, 5), {RecordKind::snapshot, make_frame({})});
  f.decide_first(10);
  f.propose(1, 11);
  f.vote(0, kPrevote, 0, BlockId{}, 12);
  CHECK(f.found().empty());
}

TEST_CASE("timeouts_kept: who forgets or has another clock is not judged", "[unit]") {
  TimeoutsFixture f;
  f.context.lose_disks = {EndpointId{0}};
  f.vote(0, kPrevote, 5, some_block(1), 10);
  f.vote(1, kPrevote, 5, some_block(1), 10);
  CHECK(f.found().empty());
}

}  // namespace callo::sim::test
