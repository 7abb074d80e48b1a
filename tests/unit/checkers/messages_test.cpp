#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

constexpr auto kEquivocates = "no_correct_key_equivocates";

std::string judge_evidence(CheckerFixture& fixture, std::uint32_t culprit, const Frame& first,
                           const Frame& second) {
  CheckerSet set = fixture.checkers("nobody_framed");
  set.on_evidence(fixture.moment(0), {{culprit}, first, second});
  return set.violations().empty() ? std::string{} : set.violations()[0].detail;
}

}  // namespace

TEST_CASE("no_correct_key_equivocates: silent on repeated and forwarded messages", "[unit]") {
  CheckerFixture f;
  CheckerSet set = f.checkers(kEquivocates);
  const Frame vote = f.vote_frame(0, VoteType::prevote, 1, 0, some_block(1));
  set.on_send(f.moment(0), vote);
  set.on_send(f.moment(0, 5, 1), vote);
  set.on_send(f.moment(0), f.vote_frame(0, VoteType::precommit, 1, 0, BlockId{}));
  set.on_send(f.moment(0), f.vote_frame(0, VoteType::prevote, 1, 1, BlockId{}));
  set.on_send(f.moment(0), f.vote_frame(3, VoteType::prevote, 1, 0, some_block(1)));
  set.on_send(f.moment(0), f.vote_frame(3, VoteType::prevote, 1, 0, some_block(2)));
  set.on_send(f.moment(3), f.vote_frame(3, VoteType::prevote, 1, 0, BlockId{}));
  CHECK(set.violations().empty());
}

TEST_CASE("no_correct_key_equivocates: a second vote is found, after a restart too", "[unit]") {
  CheckerFixture f;
  for (const std::uint32_t incarnation : {0u, 1u}) {
    CheckerSet set = f.checkers(kEquivocates);
    set.on_send(f.moment(0), f.vote_frame(0, VoteType::prevote, 4, 1, some_block(1)));
    set.on_send(f.moment(0, 5, incarnation), f.vote_frame(0, VoteType::prevote, 4, 1, BlockId{}));
    REQUIRE(set.violations().size() == 1);
    CHECK(set.violations()[0].detail == "sent two different prevotes of height 4, round 1");
  }
  CheckerSet proposals = f.checkers(kEquivocates);
  proposals.on_send(f.moment(1), f.proposal_frame(1, kNoRound, some_block(1)));
  proposals.on_send(f.moment(1), f.proposal_frame(1, kNoRound, some_block(2)));
  CHECK(proposals.violations().size() == 1);
}

TEST_CASE("no_correct_key_equivocates: records count within one incarnation", "[unit]") {
  CheckerFixture f;
  const auto record = [&](const BlockId& block) {
    return Record{RecordKind::signed_message, f.vote_frame(0, VoteType::precommit, 4, 1, block)};
  };
  CheckerSet lost = f.checkers(kEquivocates);
  lost.on_record(f.moment(0), record(some_block(1)));
  lost.on_record(f.moment(0, 5, 1), record(BlockId{}));
  CHECK(lost.violations().empty());
  CheckerSet twice = f.checkers(kEquivocates);
  twice.on_record(f.moment(0), record(some_block(1)));
  twice.on_record(f.moment(0), record(BlockId{}));
  CHECK(twice.violations().size() == 1);
}

TEST_CASE("nobody_framed: silent on two votes or proposals that contradict", "[unit]") {
  CheckerFixture f;
  const Frame vote = f.vote_frame(3, VoteType::prevote, 1, 0, some_block(1));
  CHECK(judge_evidence(f, 3, vote, f.vote_frame(3, VoteType::prevote, 1, 0, BlockId{})).empty());
  CHECK(judge_evidence(f, 3, f.proposal_frame(3, kNoRound, some_block(1)),
                       f.proposal_frame(3, 0, some_block(1)))
            .empty());
}

TEST_CASE("nobody_framed: evidence against an honest node is found", "[unit]") {
  CheckerFixture f;
  CHECK_FALSE(judge_evidence(f, 1, f.vote_frame(1, VoteType::prevote, 1, 0, some_block(1)),
                             f.vote_frame(1, VoteType::prevote, 1, 0, BlockId{}))
                  .empty());
}

TEST_CASE("nobody_framed: evidence that proves nothing is found", "[unit]") {
  CheckerFixture f;
  const Frame vote = f.vote_frame(3, VoteType::prevote, 1, 0, some_block(1));
  for (const Frame& other :
       {vote, f.vote_frame(3, VoteType::prevote, 1, 1, BlockId{}),
        f.vote_frame(3, VoteType::prevote, 2, 0, BlockId{}),
        f.vote_frame(3, VoteType::precommit, 1, 0, BlockId{}),
        f.vote_frame(2, VoteType::prevote, 1, 0, BlockId{}), make_frame({1, 2, 3})}) {
    CHECK_FALSE(judge_evidence(f, 3, vote, other).empty());
  }
  Bytes forged{vote.bytes().begin(), vote.bytes().end()};
  forged.back() ^= 1;
  const Frame contrary = f.vote_frame(3, VoteType::prevote, 1, 0, BlockId{});
  CHECK_FALSE(judge_evidence(f, 3, make_frame(forged), contrary).empty());
  f.context.chain_id = "other";
  CHECK_FALSE(judge_evidence(f, 3, vote, contrary).empty());
}

}  // namespace callo::sim::test
