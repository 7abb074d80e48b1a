#include "sim/traitors/equivocate.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/unit/traitors/mail_reading.hpp"

namespace callo::sim::test {

TEST_CASE("equivocate_vote: two verifying votes reach disjoint halves when it votes", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("equivocate_vote");
  const Frame honest = vote_frame(kTraitor, VoteType::prevote, 3, 1, block_id(7));
  const auto mail = fixture.step(*behaviour, {honest});
  for (const std::uint32_t side_a : {0u, 1u, 5u, 6u}) {
    REQUIRE(mail.at({side_a}).size() == 1);
    CHECK(mail.at({side_a})[0].id() == honest.id());
  }
  for (const std::uint32_t side_b : {2u, 3u}) {
    REQUIRE(mail.at({side_b}).size() == 1);
    const Frame& lie = mail.at({side_b})[0];
    CHECK(is_signed_by(lie, kTraitor, fixture.verifier));
    CHECK(vote_of(lie).height == 3);
    CHECK(vote_of(lie).round == 1);
    CHECK(vote_of(lie).type == VoteType::prevote);
    CHECK(vote_of(lie).block_id.is_nil());
  }
  CHECK(behaviour->fired() == 1);
  CHECK(fixture.effects.work.signatures == 1);
}

TEST_CASE("equivocate_vote: names another block when one was proposed in the round", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("equivocate_vote");
  Ed25519Signer proposer = signer_of({1});
  const Proposal seen{3, 1, kNoRound, block_id(9), {}, {1}};
  const Frame frame = seal(proposal_header(kChain, {1}), encode_data(seen), proposer);
  const auto mail =
      fixture.step(*behaviour, {vote_frame(kTraitor, VoteType::precommit, 3, 1, BlockId{})},
                   Received{{1}, frame});
  CHECK(vote_of(mail.at({0})[0]).block_id.is_nil());
  CHECK(vote_of(mail.at({2})[0]).block_id == block_id(9));
}

TEST_CASE("equivocate_vote: a repeated vote tells each side its own story again", "[unit]") {
  TraitorFixture fixture;
  fixture.trigger.probability_ppm = 500'000;
  const auto behaviour = fixture.behaviour("equivocate_vote");
  for (Height height = 1; height <= 20; ++height) {
    const Frame vote = vote_frame(kTraitor, VoteType::prevote, height, 0, block_id(7));
    const auto first = fixture.step(*behaviour, {vote});
    const auto again = fixture.step(*behaviour, {vote});
    CHECK(first.at({0})[0].id() == again.at({0})[0].id());
    CHECK(first.at({2})[0].id() == again.at({2})[0].id());
  }
  CHECK(behaviour->fired() > 0);
  CHECK(behaviour->fired() < 40);
}

TEST_CASE("equivocate_vote: leaves the messages of others alone", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("equivocate_vote");
  const Frame vote = vote_frame({1}, VoteType::prevote, 3, 1, block_id(7));
  const auto mail = fixture.step(*behaviour, {vote});
  CHECK(mail.at({0})[0].id() == vote.id());
  CHECK(mail.at({2})[0].id() == vote.id());
  CHECK(behaviour->fired() == 0);
}

TEST_CASE("equivocate_proposal: side b gets a second whole valid block", "[unit]") {
  // Three parts; dropping the last transaction leaves the second block with fewer.
  const OwnProposal own = own_proposal(1, 5, 30'000);
  REQUIRE(own.parts.size() == 3);
  std::vector<Frame> frames{own.proposal};
  frames.insert(frames.end(), own.parts.begin(), own.parts.end());
  std::vector<std::size_t> counts;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    TraitorFixture fixture;
    fixture.random = CountingRandom{seed};
    const auto behaviour = fixture.behaviour("equivocate_proposal");
    const auto mail = fixture.step(*behaviour, frames);
    CHECK(mail.at({0}).size() == 4);
    CHECK(block_of(mail.at({0}), own.id) == own.block);
    const std::vector<Frame>& lie = mail.at({3});
    for (const Frame& frame : lie) {
      CHECK(is_signed_by(frame, kTraitor, fixture.verifier));
    }
    const Proposal second = proposal_of(lie[0]);
    CHECK(second.block_id != own.id);
    const auto block = block_of(lie, second.block_id);
    REQUIRE(block.has_value());
    CHECK(block_hash(block->header) == second.block_id.hash);
    CHECK(block->header.time > own.block.header.time);
    CHECK(behaviour->fired() > 0);
    counts.push_back(block->transactions.size());
  }
  CHECK(std::count(counts.begin(), counts.end(), 4u) > 0);
  CHECK(std::count(counts.begin(), counts.end(), 5u) > 0);
}

TEST_CASE("equivocate: a coalition votes for the block of each side whoever proposed it",
          "[unit]") {
  TraitorFixture fixture;
  const OwnProposal own = own_proposal(1, 2, 100);
  const auto proposer = fixture.behaviour("equivocate");
  std::vector<Frame> frames{own.proposal, own.parts[0],
                            vote_frame(kTraitor, VoteType::prevote, 1, 0, own.id)};
  const auto mail = fixture.step(*proposer, frames);
  const BlockId second = proposal_of(mail.at({2})[0]).block_id;
  CHECK(vote_of(mail.at({0})[2]).block_id == own.id);
  CHECK(vote_of(mail.at({2})[2]).block_id == second);

  // Another member, whose honest code votes nil, supports both stories all the same.
  Ed25519Signer signer = signer_of({5});
  TraitorContext context{kChain, {5}, signer, fixture.random, fixture.coalition, {}, {}, true};
  Equivocate member{context};
  const auto votes =
      fixture.step(member, {vote_frame({5}, VoteType::precommit, 1, 0, BlockId{}), own.proposal});
  CHECK(vote_of(votes.at({1})[0]).block_id == own.id);
  CHECK(vote_of(votes.at({3})[0]).block_id == second);
  CHECK(is_signed_by(votes.at({3})[0], {5}, fixture.verifier));
  // Passing on the proposer's message, it keeps both stories apart.
  CHECK(proposal_of(votes.at({1})[1]).block_id == own.id);
  CHECK(proposal_of(votes.at({3})[1]).block_id == second);
}

TEST_CASE("coalition: splits its victims into halves that differ from draw to draw", "[unit]") {
  const auto victims = endpoints({0, 1, 2, 3, 4});
  bool differs = false;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    CountingRandom random{seed};
    const Coalition coalition{victims, random};
    const auto on_a = std::count_if(victims.begin(), victims.end(), [&](EndpointId endpoint) {
      return coalition.side_of(endpoint) == Side::a;
    });
    CHECK(on_a == 3);
    CHECK(coalition.side_of({17}) == Side::a);
    differs = differs || coalition.side_of({0}) == Side::b;
  }
  CHECK(differs);
}

}  // namespace callo::sim::test
