#include "sim/traitors/amnesia.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/traitors/traitor_fixture.hpp"

namespace callo::sim::test {

namespace {

// What a traitor that has proposed and locked its own block at height 1 tells both sides.
struct Told {
  std::vector<Vote> votes;
  std::vector<Proposal> proposals;
};

Told read(const std::vector<Frame>& frames) {
  Told told;
  for (const Frame& frame : frames) {
    const Envelope envelope = *open_envelope(frame.bytes());
    if (const auto vote = decode_vote(envelope)) {
      told.votes.push_back(*vote);
    } else if (const auto proposal = decode_proposal(envelope)) {
      told.proposals.push_back(*proposal);
    }
  }
  return told;
}

std::vector<Frame> lock_frames(const OwnProposal& own) {
  std::vector<Frame> frames{own.proposal};
  frames.insert(frames.end(), own.parts.begin(), own.parts.end());
  frames.push_back(vote_frame(kTraitor, VoteType::prevote, 1, 0, own.id));
  frames.push_back(vote_frame(kTraitor, VoteType::precommit, 1, 0, own.id));
  return frames;
}

}  // namespace

TEST_CASE("amnesia: one side sees the lock, the other later votes for another block", "[unit]") {
  TraitorFixture fixture;
  fixture.coalition.join(kTraitor, fixture.signer);
  fixture.coalition.join({5}, fixture.signer);
  const OwnProposal own = own_proposal(1, 3, 100);
  const auto behaviour = fixture.behaviour("amnesia");
  const auto mail = fixture.step(*behaviour, lock_frames(own));
  const Told a = read(mail.at({0}));
  CHECK(a.proposals.size() == 1);
  REQUIRE(a.votes.size() == 2);
  CHECK(a.votes[1].block_id == own.id);
  // Node 5 proposes next: this one only votes.
  const Told b = read(mail.at({2}));
  CHECK(b.proposals.empty());
  REQUIRE(b.votes.size() == 2);
  for (const Vote& vote : b.votes) {
    CHECK(vote.round == 1);
    CHECK(vote.block_id != own.id);
    CHECK_FALSE(vote.block_id.is_nil());
  }
  CHECK(b.votes[0].type == VoteType::prevote);
  CHECK(b.votes[1].type == VoteType::precommit);
  CHECK(behaviour->fired() == 1);
}

TEST_CASE("amnesia: proposes the other block when the turn is its own, the same for all members",
          "[unit]") {
  TraitorFixture fixture;
  fixture.coalition.join(kTraitor, fixture.signer);
  const OwnProposal own = own_proposal(1, 3, 100);
  const auto behaviour = fixture.behaviour("amnesia");
  const Told b = read(fixture.step(*behaviour, lock_frames(own)).at({3}));
  REQUIRE(b.proposals.size() == 1);
  CHECK(b.proposals[0].round == 7);
  CHECK(b.proposals[0].valid_round == kNoRound);
  CHECK(b.votes[0].block_id == b.proposals[0].block_id);
}

TEST_CASE("amnesia: is honest where it is not triggered", "[unit]") {
  TraitorFixture fixture;
  fixture.coalition.join(kTraitor, fixture.signer);
  fixture.trigger.heights = {Range<Height>{2, 2}};
  const auto behaviour = fixture.behaviour("amnesia");
  const auto mail = fixture.step(*behaviour, lock_frames(own_proposal(1, 1, 10)));
  CHECK(mail.at({0}).size() == mail.at({2}).size());
  CHECK(behaviour->fired() == 0);
}

}  // namespace callo::sim::test
