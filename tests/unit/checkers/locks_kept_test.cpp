#include "sim/checkers/locks_kept.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

// Node 3 is a traitor and may have said everything: with node 0 itself it takes one more for +2/3.
struct LocksFixture : CheckerFixture {
  Frame vote(std::uint32_t node, VoteType type, Round round, std::uint8_t block) {
    const Frame frame = vote_frame(node, type, 2, round, some_block(block));
    set.on_record(moment(node), {RecordKind::signed_message, frame});
    return frame;
  }

  // Of node 0, for block 1 in round 1.
  void lock(bool has_left) {
    const Frame frame = vote(0, VoteType::precommit, 1, 1);
    if (has_left) {
      set.on_send(moment(0), frame);
    }
  }

  std::string found() const { return set.violations().empty() ? "" : set.violations()[0].detail; }

  CheckerSet set = checkers("locks_kept");
};

}  // namespace

TEST_CASE("locks_kept: the same block, or another after +2/3 prevotes for it", "[unit]") {
  LocksFixture same;
  same.lock(true);
  same.vote(0, VoteType::prevote, 2, 1);
  CHECK(same.found().empty());
  for (const Round polka : {1, 3}) {
    LocksFixture newer;
    newer.lock(true);
    newer.vote(1, VoteType::prevote, polka, 2);
    newer.vote(0, VoteType::prevote, 4, 2);
    CHECK(newer.found().empty());
  }
}

TEST_CASE("locks_kept: another block without them, or with older ones, is amnesia", "[unit]") {
  for (const Round polka : {0, 4}) {
    LocksFixture f;
    f.vote(1, VoteType::prevote, polka, 2);
    f.lock(true);
    f.vote(0, VoteType::prevote, 4, 2);
    CHECK(f.found() ==
          "height 2: prevotes another block in round 4 than it precommitted in round 1, without "
          "+2/3 prevotes for it since");
  }
}

TEST_CASE("locks_kept: what never left binds nobody, nor who lost its disk", "[unit]") {
  LocksFixture crashed;
  crashed.lock(false);
  crashed.vote(0, VoteType::prevote, 4, 2);
  CHECK(crashed.found().empty());
  LocksFixture wiped;
  wiped.context.lose_disks = {EndpointId{0}};
  wiped.lock(true);
  wiped.vote(0, VoteType::prevote, 4, 2);
  CHECK(wiped.found().empty());
}

}  // namespace callo::sim::test
