#include "sim/checkers/rounds_joined.hpp"

#include "protocol/chain/vote_bundle.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

// Of four equal validators it takes two to take node 0 along; node 3 is a traitor.
struct RoundsFixture : CheckerFixture {
  Frame say(std::uint32_t node, Round round, VoteType type = VoteType::prevote) {
    const Frame frame = vote_frame(node, type, 2, round, BlockId{});
    set.on_record(moment(node, 0, 1), {RecordKind::signed_message, frame});
    return frame;
  }

  void hear(const Frame& frame, std::uint32_t incarnation = 1) {
    set.on_arrival(moment(0, 0, incarnation), EndpointId{1}, frame);
  }

  void say_in_new_life(Round round) {
    set.on_record(moment(0, 0, 2), {RecordKind::signed_message,
                                    vote_frame(0, VoteType::precommit, 2, round, BlockId{})});
  }

  std::string found() const { return set.violations().empty() ? "" : set.violations()[0].detail; }

  CheckerSet set = checkers("rounds_joined");
};

constexpr const char* kStays =
    "height 2: speaks in round 1 although it heard more than 1/3 of the power in round 3";

}  // namespace

TEST_CASE("rounds_joined: more than 1/3 of the power in one later round", "[unit]") {
  RoundsFixture joins;
  joins.say(0, 1);
  joins.hear(joins.say(1, 3));
  joins.hear(joins.say(2, 3));
  joins.say(0, 3, VoteType::precommit);
  CHECK(joins.found().empty());
  RoundsFixture stays;
  stays.say(0, 1);
  stays.hear(stays.say(1, 3));
  stays.hear(stays.say(2, 3));
  stays.say(0, 1, VoteType::precommit);
  CHECK(stays.found() == kStays);
}

TEST_CASE("rounds_joined: one alone, or two in two rounds, take nobody along", "[unit]") {
  RoundsFixture f;
  f.say(0, 1);
  f.hear(f.say(1, 3));
  f.hear(f.say(1, 3, VoteType::precommit));
  f.hear(f.say(2, 4));
  f.say(0, 1, VoteType::precommit);
  CHECK(f.found().empty());
}

TEST_CASE("rounds_joined: what a bundle brings counts too, up to the first false vote", "[unit]") {
  for (const bool has_false : {false, true}) {
    RoundsFixture f;
    f.say(0, 1);
    std::vector<Frame> votes{f.say(1, 3), f.say(2, 3)};
    if (has_false) {
      const Vote vote{VoteType::prevote, 2, 3, BlockId{}, CalendarTime{}, {1}};
      votes.push_back(
          wrap(vote_header(kChain, VoteType::prevote, {1}), encode_data(vote), Signature{}));
      std::erase_if(votes, [&](const Frame& one) { return one.id() == votes.front().id(); });
    }
    f.hear(make_vote_bundle(kChain, {3}, {2, 3, VoteType::prevote}, 0, votes, true));
    f.say(0, 1, VoteType::precommit);
    CHECK(f.found() == (has_false ? "" : kStays));
  }
}

TEST_CASE("rounds_joined: traitors, and whose disk forgets, count as silent", "[unit]") {
  RoundsFixture f;
  f.context.lose_disks = {EndpointId{2}};
  f.say(0, 1);
  for (std::uint32_t node = 1; node < 4; ++node) {
    f.hear(f.say(node, 3));
  }
  f.say(0, 1, VoteType::precommit);
  CHECK(f.found().empty());
}

TEST_CASE("rounds_joined: a crash forgets what was heard, and may hear it again", "[unit]") {
  for (const bool hears_again : {false, true}) {
    RoundsFixture f;
    f.say(0, 1);
    const Frame one = f.say(1, 3);
    const Frame other = f.say(2, 3);
    f.hear(one);
    f.hear(other);
    f.say_in_new_life(0);  // from where it is known to be at this height
    if (hears_again) {
      f.hear(one, 2);
      f.hear(other, 2);
    }
    f.say_in_new_life(1);
    CHECK(f.found() == (hears_again ? kStays : ""));
  }
}

TEST_CASE("rounds_joined: what came before its height counts for nothing", "[unit]") {
  RoundsFixture f;
  const Frame one = f.say(1, 3);
  const Frame other = f.say(2, 3);
  f.hear(one);
  f.hear(other);
  f.say(0, 0);
  f.hear(one);  // a second time: it is not looked at
  f.hear(other);
  f.say(0, 1);
  CHECK(f.found().empty());
}

TEST_CASE("rounds_joined: nobody must have room for more than four rounds ahead", "[unit]") {
  for (const Round farthest : {5, 6}) {
    RoundsFixture f;
    f.say(0, 1);
    f.say(1, farthest);
    f.hear(f.say(1, 3));
    f.hear(f.say(2, 3));
    f.say(0, 1, VoteType::precommit);
    CHECK(f.found() == (farthest == 5 ? kStays : ""));
  }
}

}  // namespace callo::sim::test
