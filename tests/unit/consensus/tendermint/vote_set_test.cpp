#include "protocol/consensus/tendermint/vote_set.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"

namespace callo {

namespace {

BlockId id_of(std::uint8_t tag) {
  BlockId id;
  id.hash.bytes.fill(tag);
  id.parts = {1, id.hash};
  return id;
}

Frame frame_of(std::uint8_t tag) {
  return make_frame({tag});
}

}  // namespace

TEST_CASE("vote set: +2/3 is by power and reported once", "[unit][tendermint]") {
  VoteSet votes{test::test_validators({1, 1, 1, 4})};  // a quorum is 5 of 7
  CHECK_FALSE(votes.add(0, 1, id_of(1), frame_of(0)));
  CHECK_FALSE(votes.add(3, 4, id_of(2), frame_of(3)));
  CHECK(votes.has_quorum_of_any());
  CHECK_FALSE(votes.has_quorum(id_of(2)));
  CHECK(votes.add(1, 1, id_of(2), frame_of(1)));
  CHECK_FALSE(votes.add(2, 1, id_of(2), frame_of(2)));
  CHECK(votes.has_quorum(id_of(2)));
  CHECK(votes.quorums() == 1);
  CHECK(votes.quorum_block(0) == id_of(2));
  CHECK(votes.bitmap().front() == 0xF);
}

TEST_CASE("vote set: a contradicting vote counts for its block but not twice for any",
          "[unit][tendermint]") {
  VoteSet votes{test::test_validators({1, 1, 1, 1})};
  votes.add(0, 1, id_of(1), frame_of(0));
  CHECK(votes.standing(0, id_of(1)) == VoteStanding::duplicate);
  CHECK(votes.standing(0, BlockId{}) == VoteStanding::contradicts);
  votes.add(0, 1, BlockId{}, frame_of(9));
  CHECK(votes.standing(0, BlockId{}) == VoteStanding::duplicate);
  CHECK(votes.power() == 1);
  CHECK(votes.frame_for(0, BlockId{})->id() == frame_of(9).id());
  CHECK(votes.frame(0).id() == frame_of(0).id());
  votes.add(1, 1, BlockId{}, frame_of(1));
  CHECK(votes.add(2, 1, BlockId{}, frame_of(2)));
  CHECK(votes.has_quorum(BlockId{}));
}

TEST_CASE("vote set: a traitor of many votes is cut off, except where a correct one voted",
          "[unit][tendermint]") {
  VoteSet votes{test::test_validators({1, 1, 1, 1})};
  std::uint8_t tag = 1;
  while (votes.standing(0, id_of(tag)) != VoteStanding::full) {
    votes.add(0, 1, id_of(tag), frame_of(tag));
    ++tag;
    REQUIRE(tag < 20);
  }
  votes.add(1, 1, id_of(100), frame_of(1));
  CHECK(votes.standing(0, id_of(100)) == VoteStanding::full);
  votes.add(2, 1, id_of(100), frame_of(2));
  CHECK(votes.standing(0, id_of(100)) == VoteStanding::contradicts);
  CHECK(votes.add(0, 1, id_of(100), frame_of(3)));
}

}  // namespace callo
