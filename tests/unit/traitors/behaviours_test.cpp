#include "sim/traitors/garbage.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/traitors/traitor_fixture.hpp"

namespace callo::sim::test {

TEST_CASE("silent: forwards the messages of others but sends none of its own", "[unit]") {
  TraitorFixture fixture;
  const Frame own = vote_frame(kTraitor, VoteType::prevote, 1, 0, block_id(7));
  const Frame foreign = vote_frame({1}, VoteType::prevote, 1, 0, block_id(7));
  const auto behaviour = fixture.behaviour("silent");
  const auto mail = fixture.step(*behaviour, {own, foreign});
  REQUIRE(mail.at({0}).size() == 1);
  CHECK(mail.at({0})[0].id() == foreign.id());
  CHECK(behaviour->fired() == 1);
}

TEST_CASE("silent: sends nothing at all when it does not forward", "[unit]") {
  TraitorFixture fixture;
  fixture.forwards = false;
  const auto behaviour = fixture.behaviour("silent");
  const Frame foreign = vote_frame({1}, VoteType::prevote, 1, 0, block_id(7));
  CHECK(fixture.step(*behaviour, {foreign}).empty());
}

TEST_CASE("silent: speaks outside of its trigger", "[unit]") {
  TraitorFixture fixture;
  fixture.trigger.heights = {Range<Height>{2, 3}};
  const auto behaviour = fixture.behaviour("silent");
  CHECK_FALSE(fixture.step(*behaviour, {vote_frame(kTraitor, VoteType::prevote, 1, 0, block_id(7))})
                  .empty());
  CHECK(fixture.step(*behaviour, {vote_frame(kTraitor, VoteType::prevote, 2, 0, block_id(7))})
            .empty());
  // A message without a height counts as one of the height last voted in.
  Header header{kChain, MessageKind::status, kTraitor, 5};
  CHECK(fixture.step(*behaviour, {seal(header, {}, fixture.signer)}).empty());
}

TEST_CASE("selective: serves its receivers only", "[unit]") {
  TraitorFixture fixture;
  fixture.receivers = endpoints({1, 6});
  const auto behaviour = fixture.behaviour("selective");
  const Frame own = vote_frame(kTraitor, VoteType::prevote, 1, 0, block_id(7));
  const Frame foreign = vote_frame({1}, VoteType::prevote, 1, 0, block_id(7));
  const auto mail = fixture.step(*behaviour, {own, foreign});
  CHECK(mail.at({1}).size() == 2);
  CHECK(mail.at({6}).size() == 2);
  CHECK(mail.at({0}).size() == 1);
  CHECK(behaviour->fired() == 1);
}

TEST_CASE("garbage: every kind is made and none passes for another's message", "[unit]") {
  TraitorFixture fixture;
  Garbage behaviour{fixture.context()};
  const Frame own = vote_frame(kTraitor, VoteType::prevote, 1, 0, block_id(7));
  const Frame foreign = vote_frame({1}, VoteType::prevote, 1, 0, block_id(7));
  for (int turn = 0; turn < 400; ++turn) {
    const auto mail = fixture.step(behaviour, {own, foreign});
    REQUIRE(mail.at({0}).size() == 3);
    CHECK(mail.at({0})[0].id() == own.id());
    const auto envelope = open_envelope(mail.at({0})[1].bytes());
    if (envelope.has_value()) {
      const NodeId sender = envelope->header.sender;
      const bool is_forged =
          sender != kTraitor &&
          verify_envelope(*envelope, signer_of(sender).public_key(), fixture.verifier);
      CHECK_FALSE(is_forged);
    }
  }
  for (std::size_t kind = 0; kind < kGarbageKinds; ++kind) {
    CHECK(behaviour.fired_as(static_cast<GarbageKind>(kind)) > 10);
  }
  CHECK(behaviour.fired() == 400);
}

TEST_CASE("traitor_machine: the count survives a restart of the node", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("silent");
  const Frame own = vote_frame(kTraitor, VoteType::prevote, 1, 0, block_id(7));
  fixture.step(*behaviour, {own});  // each step of the fixture is a new machine
  fixture.step(*behaviour, {own});
  CHECK(behaviour->fired() == 2);
}

TEST_CASE("registry: twins alone are no wrapper", "[unit]") {
  for (const BehaviourKind& kind : behaviour_kinds()) {
    CHECK(find_behaviour(kind.name) == &kind);
    CHECK(kind.is_second_endpoint() == (kind.name == "twins"));
  }
  CHECK(find_behaviour("saint") == nullptr);
}

TEST_CASE("registry: no behaviour touches the messages of others or signs in their name",
          "[unit]") {
  const Frame foreign = vote_frame({1}, VoteType::prevote, 1, 0, block_id(7));
  for (const BehaviourKind& kind : behaviour_kinds()) {
    if (kind.is_second_endpoint()) {
      continue;
    }
    INFO(kind.name);
    TraitorFixture fixture;
    const auto behaviour = fixture.behaviour(kind.name);
    for (const auto& [receiver, frames] : fixture.step(*behaviour, {foreign})) {
      REQUIRE(frames.size() == 1);
      CHECK(frames[0].id() == foreign.id());
    }
    CHECK(fixture.effects.sends.size() == 1);
    CHECK(behaviour->fired() == 0);
  }
}

}  // namespace callo::sim::test
