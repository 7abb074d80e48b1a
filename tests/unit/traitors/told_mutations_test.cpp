#include "sim/traitors/told_mutations.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/traitors/traitor_fixture.hpp"

namespace callo::sim::test {

namespace {

struct Liar {
  explicit Liar(std::vector<Mutation> mutations) {
    TraitorContext context = fixture.context();
    context.mutations = std::move(mutations);
    behaviour = find_behaviour("mutate_as_told")->make(context);
  }

  // What a receiver is told in place of one own message.
  std::vector<Frame> told(std::uint32_t receiver, const Frame& own) {
    return fixture.step(*behaviour, {own})[{receiver}];
  }

  Vote vote_told(std::uint32_t receiver, const Frame& own) {
    const std::vector<Frame> frames = told(receiver, own);
    REQUIRE(frames.size() == 1);
    const auto envelope = open_envelope(frames[0].bytes());
    REQUIRE(envelope);
    CHECK(verify_envelope(*envelope, signer_of(kTraitor).public_key(), fixture.verifier));
    const auto vote = decode_vote(*envelope);
    REQUIRE(vote);
    return *vote;
  }

  TraitorFixture fixture;
  std::unique_ptr<Behaviour> behaviour;
};

Frame prevote(Height height = 3, Round round = 1) {
  return vote_frame(kTraitor, VoteType::prevote, height, round, block_id(7));
}

Mutation of_prevote(Change change, std::int64_t by = 1) {
  return {3, 1, MessageKind::prevote, endpoints({1, 2}), change, by};
}

}  // namespace

TEST_CASE("mutate_as_told: changes the message named, towards the receivers named", "[unit]") {
  Liar liar{{of_prevote(Change::round, 2)}};
  CHECK(liar.vote_told(1, prevote()).round == 3);
  CHECK(liar.vote_told(2, prevote()).round == 3);
  CHECK(liar.told(0, prevote())[0].id() == prevote().id());
  CHECK(liar.told(1, prevote(3, 2))[0].id() == prevote(3, 2).id());
  CHECK(liar.told(1, prevote(4, 1))[0].id() == prevote(4, 1).id());
  const Frame precommit = vote_frame(kTraitor, VoteType::precommit, 3, 1, block_id(7));
  CHECK(liar.told(1, precommit)[0].id() == precommit.id());
  CHECK(liar.behaviour->fired() == 3);
}

TEST_CASE("mutate_as_told: every change of a vote", "[unit]") {
  CHECK(Liar{{of_prevote(Change::round, -9)}}.vote_told(1, prevote()).round == 0);
  CHECK(Liar{{of_prevote(Change::height, -1)}}.vote_told(1, prevote()).height == 2);
  CHECK(Liar{{of_prevote(Change::height, -9)}}.vote_told(1, prevote()).height == 1);
  CHECK(Liar{{of_prevote(Change::nil)}}.vote_told(1, prevote()).block_id.is_nil());
  CHECK(Liar{{of_prevote(Change::older)}}.vote_told(1, prevote()).block_id.is_nil());
  const BlockId made_up = Liar{{of_prevote(Change::made_up)}}.vote_told(1, prevote()).block_id;
  CHECK_FALSE(made_up.is_nil());
  CHECK(made_up != block_id(7));
  CHECK(Liar{{of_prevote(Change::silence)}}.told(1, prevote()).empty());
}

TEST_CASE("mutate_as_told: an older block is one that was proposed before", "[unit]") {
  Liar liar{{of_prevote(Change::older)}};
  const OwnProposal earlier = own_proposal(2, 1, 10);
  liar.told(1, earlier.proposal);
  CHECK(liar.vote_told(1, prevote()).block_id == earlier.id);
}

TEST_CASE("mutate_as_told: a proposal's valid round moves, its block never becomes nil", "[unit]") {
  const OwnProposal own = own_proposal(3, 1, 10);
  const auto told = [&](Change change) {
    Liar liar{{{3, 0, MessageKind::proposal, {}, change, 1}}};
    const std::vector<Frame> frames = liar.told(1, own.proposal);
    REQUIRE(frames.size() == 1);
    return *decode_proposal(*open_envelope(frames[0].bytes()));
  };
  CHECK(told(Change::valid_round).valid_round == 0);
  CHECK(told(Change::older).block_id == own.id);
  CHECK(told(Change::round).round == 1);
}

TEST_CASE("mutate_as_told: of several lies for one receiver the first is told", "[unit]") {
  Mutation for_all = of_prevote(Change::height, 1);
  for_all.receivers.clear();
  Liar liar{{of_prevote(Change::nil), for_all}};
  CHECK(liar.vote_told(1, prevote()).block_id.is_nil());
  CHECK(liar.vote_told(0, prevote()).height == 4);
}

TEST_CASE("mutate_as_told: a lie stays the same when it is repeated", "[unit]") {
  Liar liar{{of_prevote(Change::round)}};
  const Frame first = liar.told(1, prevote())[0];
  CHECK(liar.told(1, prevote())[0].id() == first.id());
}

}  // namespace callo::sim::test
