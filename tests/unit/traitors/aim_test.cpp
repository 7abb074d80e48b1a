#include "protocol/consensus/tendermint/records.hpp"
#include "sim/traitors/spared_mail.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/traitors/traitor_fixture.hpp"

namespace callo::sim::test {

namespace {

Record own(const Frame& frame) {
  return {RecordKind::signed_message, frame};
}

}  // namespace

TEST_CASE("spared: every behaviour leaves them the honest code's words", "[unit]") {
  for (const BehaviourKind& kind : behaviour_kinds()) {
    if (kind.is_second_endpoint()) {
      continue;
    }
    TraitorFixture fixture;
    fixture.spared = endpoints({0, 2, 6});
    const auto behaviour = fixture.behaviour(kind.name);
    for (Height height = 1; height <= 5; ++height) {
      const OwnProposal proposal = own_proposal(height, 3, 100);
      std::vector<Frame> said = proposal.parts;
      said.push_back(proposal.proposal);
      said.push_back(vote_frame(kTraitor, VoteType::prevote, height, 0, proposal.id));
      said.push_back(vote_frame(kTraitor, VoteType::precommit, height, 0, proposal.id));
      const auto mail = fixture.step(*behaviour, said);
      for (const EndpointId spared : fixture.spared) {
        INFO(kind.name);
        REQUIRE(mail.at(spared).size() == said.size());
        for (std::size_t i = 0; i < said.size(); ++i) {
          CHECK(mail.at(spared)[i].id() == said[i].id());
        }
      }
    }
  }
}

TEST_CASE("spared: nobody else is", "[unit]") {
  TraitorFixture fixture;
  fixture.spared = endpoints({0, 2});
  const auto behaviour = fixture.behaviour("silent");
  const auto mail =
      fixture.step(*behaviour, {vote_frame(kTraitor, VoteType::prevote, 1, 0, block_id(7))});
  CHECK(mail.size() == 2);
  CHECK(mail.contains({0}));
  CHECK(mail.contains({2}));
  CHECK(behaviour->fired() == 1);
}

TEST_CASE("self_watch: a lock lasts for the later rounds of its height, the rest for its round",
          "[unit]") {
  SelfWatch watch;
  Effects effects;
  effects.records.push_back(encode_record(PolkaRecord{true, {}, {3, 1, block_id(7), {}}}));
  effects.records.push_back(own(vote_frame(kTraitor, VoteType::precommit, 3, 1, block_id(7))));
  effects.records.push_back(own(vote_frame(kTraitor, VoteType::prevote, 3, 0, BlockId{})));
  effects.records.push_back(own(own_proposal(4, 1, 10).proposal));
  watch.look(effects);
  CHECK(watch.seen(3, 0).has(Sighting::nil_prevote));
  CHECK_FALSE(watch.seen(3, 0).has(Sighting::locked));
  CHECK(watch.seen(3, 1).has(Sighting::polka));
  CHECK(watch.seen(3, 1).has(Sighting::locked));
  CHECK(watch.seen(3, 2).has(Sighting::locked));
  CHECK_FALSE(watch.seen(3, 2).has(Sighting::polka));
  CHECK(watch.seen(4, 0).has(Sighting::proposer));
  CHECK_FALSE(watch.seen(4, 0).has(Sighting::locked));
  CHECK(watch.seen(5, 0).is_empty());
}

TEST_CASE("trigger: a traitor that waits for its lock speaks until it has one", "[unit]") {
  TraitorFixture fixture;
  fixture.trigger.seen.add(Sighting::locked);
  const auto behaviour = fixture.behaviour("silent");
  const Frame first = vote_frame(kTraitor, VoteType::prevote, 1, 0, block_id(7));
  CHECK_FALSE(fixture.step(*behaviour, {first}).empty());
  const Frame locks = vote_frame(kTraitor, VoteType::precommit, 1, 0, block_id(7));
  fixture.records = {own(locks)};
  CHECK(fixture.step(*behaviour, {locks}).empty());
}

}  // namespace callo::sim::test
