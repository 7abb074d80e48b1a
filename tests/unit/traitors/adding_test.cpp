#include <algorithm>
#include <set>

#include "sim/traitors/far_ahead.hpp"
#include "sim/traitors/impersonate.hpp"
#include "sim/traitors/out_of_turn.hpp"
#include "sim/traitors/replay.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/traitors/mail_reading.hpp"

namespace callo::sim::test {

namespace {

Frame own_vote(Height height, Round round = 0) {
  return vote_frame(kTraitor, VoteType::prevote, height, round, block_id(7));
}

}  // namespace

TEST_CASE("adding: follows each vote once, however often it is repeated", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("propose_out_of_turn");
  CHECK(fixture.step(*behaviour, {own_vote(1)}).at({0}).size() > 1);
  CHECK(fixture.step(*behaviour, {own_vote(1)}).at({0}).size() == 1);
}

TEST_CASE("impersonate: every kind is made, and none of them verifies", "[unit]") {
  TraitorFixture fixture;
  Impersonate behaviour{fixture.context()};
  for (std::uint32_t other = 0; other < 4; ++other) {
    fixture.step(behaviour, {},
                 Received{{other}, vote_frame({other}, VoteType::prevote, 1, 0, block_id(8))});
  }
  for (Height height = 1; height <= 200; ++height) {
    const auto mail = fixture.step(behaviour, {own_vote(height)});
    REQUIRE(mail.at({0}).size() == 2);
    const auto envelope = open_envelope(mail.at({0})[1].bytes());
    REQUIRE(envelope.has_value());
    REQUIRE(decode_vote(*envelope).has_value());
    CHECK(envelope->header.sender != kTraitor);
    CHECK_FALSE(is_signed_by(mail.at({0})[1], envelope->header.sender, fixture.verifier));
  }
  for (std::size_t kind = 0; kind < kForgeryKinds; ++kind) {
    CHECK(behaviour.fired_as(static_cast<ForgeryKind>(kind)) > 10);
  }
}

TEST_CASE("replay: says nothing again that is not two heights old", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("replay");
  const Frame old = vote_frame({1}, VoteType::prevote, 3, 0, block_id(8));
  fixture.step(*behaviour, {}, Received{{1}, old});
  CHECK(fixture.step(*behaviour, {own_vote(4)}).at({0}).size() == 1);
  const auto mail = fixture.step(*behaviour, {own_vote(5)});
  REQUIRE(mail.at({0}).size() == 2);
  CHECK(mail.at({0})[1].id() == old.id());
  CHECK(behaviour->fired() == 1);
}

TEST_CASE("future_rounds: properly signed, of later rounds only, up to the last one", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("future_rounds");
  Round most = 0;
  std::set<MessageKind> kinds;
  for (Height height = 1; height <= 50; ++height) {
    const auto mail = fixture.step(*behaviour, {own_vote(height, 5)});
    REQUIRE(mail.at({0}).size() == 9);
    for (std::size_t index = 1; index < 9; ++index) {
      const Frame& frame = mail.at({0})[index];
      Height spoken_of = 0;
      Round round = 0;
      REQUIRE(read_place(*open_envelope(frame.bytes()), spoken_of, round));
      CHECK(is_signed_by(frame, kTraitor, fixture.verifier));
      CHECK(spoken_of == height);
      CHECK(round > 5);
      most = std::max(most, round);
      kinds.insert(kind_of(frame));
    }
  }
  CHECK(most > (Round{1} << 30));
  CHECK(kinds.size() == 3);
}

TEST_CASE("future_heights: of later heights only, beyond 2^62 among them", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("future_heights");
  Height most = 0;
  for (Round round = 0; round < 100; ++round) {
    const auto mail = fixture.step(*behaviour, {own_vote(9, round)});
    for (const Frame& frame : mail.at({0})) {
      Height spoken_of = 0;
      Round spoken_round = 0;
      REQUIRE(read_place(*open_envelope(frame.bytes()), spoken_of, spoken_round));
      CHECK(spoken_of >= 9);
      most = std::max(most, spoken_of);
    }
  }
  CHECK(most > (Height{1} << 62));
}

TEST_CASE("propose_out_of_turn: proposes this round or the next, now and then a block of its own",
          "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("propose_out_of_turn");
  std::size_t with_part = 0;
  for (Height height = 1; height <= 40; ++height) {
    const auto mail = fixture.step(*behaviour, {own_vote(height, 2)});
    const Proposal proposal = proposal_of(mail.at({0})[1]);
    CHECK(is_signed_by(mail.at({0})[1], kTraitor, fixture.verifier));
    CHECK((proposal.round == 2 || proposal.round == 3));
    if (mail.at({0}).size() == 3) {
      ++with_part;
      const auto part = decode_block_part(*open_envelope(mail.at({0})[2].bytes()));
      REQUIRE(part.has_value());
      CHECK(part_set_of(*part) == proposal.block_id.parts);
    } else {
      CHECK(proposal.block_id == block_id(7));
    }
  }
  CHECK(with_part > 5);
  CHECK(with_part < 35);
}

}  // namespace callo::sim::test
