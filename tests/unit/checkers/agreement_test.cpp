#include "sim/checkers/agreement.hpp"

#include "protocol/chain/justification.hpp"
#include "sim/checkers/accountability.hpp"
#include "sim/checkers/blame.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

// A second first block.
Block later_block(const CheckerFixture& fixture) {
  Block block = fixture.block_on(nullptr);
  block.header.time += std::chrono::milliseconds{1};
  return block;
}

const Accountability& accountability_of(const CheckerSet& set) {
  return dynamic_cast<const Accountability&>(*set.checkers()[0]);
}

}  // namespace

TEST_CASE("agreement: silent when all commit the same block", "[unit]") {
  CheckerFixture fixture;
  CheckerSet set = fixture.checkers("agreement");
  const auto block = fixture.make(nullptr);
  for (std::uint32_t node = 0; node < 3; ++node) {
    set.on_commit(fixture.moment(node), fixture.effect(block));
  }
  CHECK(set.violations().empty());
}

TEST_CASE("agreement: named once a node when two blocks stand at one height", "[unit]") {
  CheckerFixture fixture;
  CheckerSet set = fixture.checkers("agreement");
  const auto block = fixture.make(nullptr);
  const auto other = fixture.seal_block(later_block(fixture));
  set.on_commit(fixture.moment(0), fixture.effect(block));
  set.on_commit(fixture.moment(1, 3), fixture.effect(other));
  set.on_commit(fixture.moment(1, 4), fixture.effect(other));
  const auto violations = set.violations();
  REQUIRE(violations.size() == 1);
  CHECK(violations[0].claim == "agreement");
  CHECK(violations[0].node == NodeId{1});
  CHECK(violations[0].time == std::chrono::seconds{3});
}

TEST_CASE("agreement: what a traitor commits is no violation", "[unit]") {
  CheckerFixture fixture;
  CheckerSet set = fixture.checkers("agreement");
  set.on_commit(fixture.moment(0), fixture.effect(fixture.make(nullptr)));
  set.on_commit(fixture.moment(3), fixture.effect(fixture.seal_block(later_block(fixture))));
  CHECK(set.violations().empty());
}

TEST_CASE("accountability: names whoever stands in both certificates of one round", "[unit]") {
  CheckerFixture fixture;
  fixture.context.endpoints[2].is_honest = false;
  CheckerSet set = fixture.checkers("accountability");
  const auto block = fixture.seal_block(fixture.block_on(nullptr), 0, {0, 2, 3});
  const auto other = fixture.seal_block(later_block(fixture), 0, {1, 2, 3});
  set.on_commit(fixture.moment(0), fixture.effect(block));
  set.on_commit(fixture.moment(1), fixture.effect(other));
  CHECK(set.violations().empty());
  CHECK(accountability_of(set).attributed_breaks() == 1);
  CHECK(accountability_of(set).culprits() == std::set<NodeId>{{2}, {3}});
}

TEST_CASE("accountability: names whoever voted against his precommit in a later round", "[unit]") {
  CheckerFixture fixture;
  fixture.context.endpoints[2].is_honest = false;
  CheckerSet set = fixture.checkers("accountability");
  const auto block = fixture.seal_block(fixture.block_on(nullptr), 0, {0, 2, 3});
  const auto other = fixture.seal_block(later_block(fixture), 2, {1, 2, 3});
  set.on_commit(fixture.moment(0), fixture.effect(block));
  set.on_commit(fixture.moment(1), fixture.effect(other));
  CHECK(set.violations().empty());
  CHECK(accountability_of(set).attributed_breaks() == 1);
  CHECK(accountability_of(set).culprits() == std::set<NodeId>{{2}, {3}});
}

// Node 0 changed its lock as the rules allow: by the prevotes of round 1, which it wrote down.
TEST_CASE("accountability: the justified is not named, the prevoters that allowed it are",
          "[unit]") {
  for (const bool is_justified : {true, false}) {
    CheckerFixture fixture;
    fixture.context.endpoints[2].is_honest = false;
    CheckerSet set = fixture.checkers("accountability");
    const auto block = fixture.seal_block(fixture.block_on(nullptr), 0, {0, 2, 3});
    const auto other = fixture.seal_block(later_block(fixture), 2, {0, 2, 3});
    set.on_commit(fixture.moment(0), fixture.effect(block));
    if (is_justified) {
      const Justification justification{
          1, {fixture.commit_for(1, 1, other.id, {1, 2, 3}, VoteType::prevote)}};
      set.on_record(fixture.moment(0),
                    {RecordKind::justification, make_frame(encode(justification))});
    }
    set.on_commit(fixture.moment(1), fixture.effect(other));
    CHECK(set.violations().empty() == is_justified);
    CHECK(accountability_of(set).culprits().contains({0}) == !is_justified);
    CHECK(accountability_of(set).culprits().contains({3}));
  }
}

TEST_CASE("accountability: a justification that proves nothing is a violation", "[unit]") {
  CheckerFixture fixture;
  for (const VoteType type : {VoteType::prevote, VoteType::precommit}) {
    CheckerSet set = fixture.checkers("accountability");
    const Justification justification{1,
                                      {fixture.commit_for(1, 1, some_block(1), {1, 2, 3}, type)}};
    set.on_record(fixture.moment(0),
                  {RecordKind::justification, make_frame(encode(justification))});
    CHECK(set.violations().empty() == (type == VoteType::prevote));
  }
}

TEST_CASE("accountability: violated when an honest node signed twice", "[unit]") {
  CheckerFixture fixture;
  CheckerSet set = fixture.checkers("accountability");
  set.on_commit(fixture.moment(0), fixture.effect(fixture.make(nullptr)));
  set.on_commit(fixture.moment(1), fixture.effect(fixture.seal_block(later_block(fixture))));
  CHECK(set.violations().size() == 1);
}

TEST_CASE("accountability: violated when the certificates share no third", "[unit]") {
  CheckerFixture fixture;
  CheckerSet set = fixture.checkers("accountability");
  const auto block = fixture.seal_block(fixture.block_on(nullptr), 0, {0, 3});
  const auto other = fixture.seal_block(later_block(fixture), 0, {1, 3});
  set.on_commit(fixture.moment(0), fixture.effect(block));
  set.on_commit(fixture.moment(1), fixture.effect(other));
  CHECK(set.violations().size() == 1);
}

TEST_CASE("blame: two votes for nil are one vote", "[unit]") {
  CheckerFixture fixture;
  Commit first = fixture.commit_for(1, 0, some_block(1), {0, 1, 2});
  Commit second = fixture.commit_for(1, 0, some_block(2), {1});
  first.signatures[3].flag = CommitFlag::for_nil;
  second.signatures[3].flag = CommitFlag::for_nil;
  second.signatures[0].flag = CommitFlag::for_nil;
  const Blame found = blame(first, second, {}, fixture.context.validators);
  CHECK(found.culprits == std::vector<NodeId>{{0}, {1}});
  CHECK(found.power == 2);
}

}  // namespace callo::sim::test
