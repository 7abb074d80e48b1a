#include "sim/traitors/false_votes.hpp"

#include <set>

#include "tests/support/catch.hpp"
#include "tests/unit/traitors/mail_reading.hpp"

namespace callo::sim::test {

namespace {

Frame own_vote(VoteType type, Round round, std::uint8_t block) {
  return vote_frame(kTraitor, type, 3, round, block == 0 ? BlockId{} : block_id(block));
}

Frame foreign_proposal(NodeId node, Round round, const BlockId& id) {
  Ed25519Signer signer = signer_of(node);
  const Proposal proposal{3, round, kNoRound, id, CalendarTime{}, node};
  return seal(proposal_header(kChain, node), encode_data(proposal), signer);
}

}  // namespace

TEST_CASE("vote_nil: says nil for every block, the same to all, and the same again", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("vote_nil");
  const Frame honest = own_vote(VoteType::prevote, 0, 7);
  const auto mail = fixture.step(*behaviour, {honest, own_vote(VoteType::precommit, 0, 0)});
  REQUIRE(mail.at({0}).size() == 2);
  CHECK(vote_of(mail.at({0})[0]).block_id.is_nil());
  CHECK(is_signed_by(mail.at({0})[0], kTraitor, fixture.verifier));
  CHECK(mail.at({0})[0].id() == mail.at({3})[0].id());
  CHECK(behaviour->fired() == 1);  // a vote for nil was no lie
  CHECK(fixture.step(*behaviour, {honest}).at({0})[0].id() == mail.at({0})[0].id());
}

TEST_CASE("vote_blindly: votes for the first block proposed in the round", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("vote_blindly");
  fixture.step(*behaviour, {}, Received{{1}, foreign_proposal({1}, 2, block_id(8))});
  fixture.step(*behaviour, {}, Received{{1}, foreign_proposal({1}, 2, block_id(9))});
  const auto mail = fixture.step(
      *behaviour, {own_vote(VoteType::prevote, 2, 0), own_vote(VoteType::precommit, 1, 0)});
  CHECK(vote_of(mail.at({0})[0]).block_id == block_id(8));
  CHECK(vote_of(mail.at({0})[1]).block_id.is_nil());  // nothing was proposed in round 1
  CHECK(behaviour->fired() == 1);
}

TEST_CASE("early_precommit: precommits with its prevote and not again", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("early_precommit");
  const auto mail = fixture.step(*behaviour, {own_vote(VoteType::prevote, 0, 7)});
  REQUIRE(mail.at({0}).size() == 2);
  CHECK(vote_of(mail.at({0})[1]).type == VoteType::precommit);
  CHECK(vote_of(mail.at({0})[1]).block_id == block_id(7));
  CHECK(is_signed_by(mail.at({0})[1], kTraitor, fixture.verifier));
  CHECK(fixture.step(*behaviour, {own_vote(VoteType::precommit, 0, 0)}).empty());
}

TEST_CASE("race_rounds: votes nil ahead and never twice in one round", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("race_rounds");
  std::map<std::pair<Round, VoteType>, int> votes;
  for (Round round = 0; round < 6; ++round) {
    for (const VoteType type : {VoteType::prevote, VoteType::precommit}) {
      const auto mail = fixture.step(*behaviour, {own_vote(type, round, 7)});
      const auto heard = mail.find({0});
      for (const Frame& frame : heard == mail.end() ? std::vector<Frame>{} : heard->second) {
        const Vote vote = vote_of(frame);
        CHECK(is_signed_by(frame, kTraitor, fixture.verifier));
        CHECK(vote.block_id.is_nil() == (vote.round > 0));
        ++votes[{vote.round, vote.type}];
      }
    }
  }
  CHECK(votes.rbegin()->first.first > 6);
  for (const auto& [ballot, count] : votes) {
    INFO("round " << ballot.first);
    CHECK(count == 1);
  }
}

TEST_CASE("false_time: the same vote at times far from now, the ends of time among them",
          "[unit]") {
  TraitorFixture fixture;
  std::set<CalendarTime> times;
  const auto behaviour = fixture.behaviour("false_time");
  for (Round round = 0; round < 40; ++round) {
    const auto mail = fixture.step(*behaviour, {own_vote(VoteType::prevote, round, 7)});
    const Vote vote = vote_of(mail.at({0})[0]);
    CHECK(vote.block_id == block_id(7));
    CHECK(is_signed_by(mail.at({0})[0], kTraitor, fixture.verifier));
    times.insert(vote.time);
  }
  CHECK(times.size() == 5);
  CHECK(times.contains(CalendarTime::max()));
  CHECK(times.contains(CalendarTime::min()));
}

TEST_CASE("mutate: one field at a time, and every field in time", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("mutate");
  std::set<std::string> changed;
  for (Round round = 1; round < 60; ++round) {
    const Vote honest = vote_of(own_vote(VoteType::prevote, round, round % 2 == 0 ? 7 : 8));
    const Vote vote = vote_of(
        fixture.step(*behaviour, {own_vote(VoteType::prevote, round, round % 2 == 0 ? 7 : 8)})
            .at({0})[0]);
    const int fields = int(vote.round != honest.round) + int(vote.height != honest.height) +
                       int(vote.block_id != honest.block_id);
    CHECK(fields == 1);
    changed.insert(vote.round > honest.round     ? "round up"
                   : vote.round < honest.round   ? "round down"
                   : vote.height > honest.height ? "height up"
                   : vote.height < honest.height ? "height down"
                   : vote.block_id.is_nil()      ? "nil"
                                                 : "older block");
  }
  CHECK(changed.size() == 6);
  std::set<Round> valid_rounds;
  for (Height height = 1; height < 40; ++height) {
    const OwnProposal own = own_proposal(height, 1, 10);
    valid_rounds.insert(
        proposal_of(fixture.step(*behaviour, {own.proposal}).at({0})[0]).valid_round);
  }
  CHECK(valid_rounds == std::set<Round>{kNoRound, 0});
}

}  // namespace callo::sim::test
