#include <algorithm>
#include <set>

#include "sim/traitors/late_speech.hpp"
#include "sim/traitors/rushing.hpp"
#include "sim/traitors/withhold.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/traitors/mail_reading.hpp"

namespace callo::sim::test {

namespace {

using std::chrono::milliseconds;

Now at(milliseconds time) {
  return {MonotonicTime{time}, CalendarTime{time}};
}

// The deadline of the last armed traitor timer, in milliseconds; -1 if none was armed.
std::int64_t armed_ms(const Effects& effects) {
  for (auto command = effects.timers.rbegin(); command != effects.timers.rend(); ++command) {
    if (command->timer == kTraitorTimer && command->arm) {
      return command->deadline.time_since_epoch() / milliseconds{1};
    }
  }
  return -1;
}

std::vector<Frame> one_of_each(Height height) {
  const OwnProposal own = own_proposal(height, 1, 10);
  return {own.proposal, own.parts[0], vote_frame(kTraitor, VoteType::prevote, height, 0, own.id),
          vote_frame(kTraitor, VoteType::precommit, height, 0, own.id)};
}

}  // namespace

TEST_CASE("withhold: keeps what it is named after and says all else", "[unit]") {
  const std::map<std::string, std::vector<MessageKind>> said{
      {"withhold_proposals",
       {MessageKind::block_part, MessageKind::prevote, MessageKind::precommit}},
      {"withhold_parts", {MessageKind::proposal, MessageKind::prevote, MessageKind::precommit}},
      {"withhold_votes", {MessageKind::proposal, MessageKind::block_part}},
      {"withhold_precommits",
       {MessageKind::proposal, MessageKind::block_part, MessageKind::prevote}},
  };
  for (const auto& [name, kinds] : said) {
    INFO(name);
    TraitorFixture fixture;
    const auto behaviour = fixture.behaviour(name);
    const auto mail = fixture.step(*behaviour, one_of_each(3));
    std::vector<MessageKind> heard;
    for (const Frame& frame : mail.at({2})) {
      heard.push_back(kind_of(frame));
    }
    CHECK(heard == kinds);
    CHECK(behaviour->fired() == 4 - kinds.size());
  }
}

TEST_CASE("withhold: its receivers hear everything", "[unit]") {
  TraitorFixture fixture;
  fixture.receivers = endpoints({1});
  const auto behaviour = fixture.behaviour("withhold_parts");
  const auto mail = fixture.step(*behaviour, one_of_each(3));
  CHECK(mail.at({1}).size() == 4);
  CHECK(mail.at({2}).size() == 3);
}

TEST_CASE("hidden_lock: one node a height hears the prevote and nobody the precommit", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("hidden_lock");
  std::set<EndpointId> chosen;
  for (Height height = 1; height <= 6; ++height) {
    const auto mail = fixture.step(
        *behaviour, {vote_frame(kTraitor, VoteType::prevote, height, 0, block_id(7)),
                     vote_frame(kTraitor, VoteType::precommit, height, 0, block_id(7))});
    REQUIRE(mail.size() == 1);
    REQUIRE(mail.begin()->second.size() == 1);
    CHECK(kind_of(mail.begin()->second[0]) == MessageKind::prevote);
    chosen.insert(mail.begin()->first);
  }
  CHECK(chosen.size() == 6);
}

TEST_CASE("delay: says everything once the delay is over, and not before", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("delay");
  const Frame own = vote_frame(kTraitor, VoteType::prevote, 1, 0, block_id(7));
  const Frame foreign = vote_frame({1}, VoteType::prevote, 1, 0, block_id(7));
  fixture.now = at(milliseconds{100});
  const auto mail = fixture.step(*behaviour, {own, foreign});
  REQUIRE(mail.at({0}).size() == 1);
  CHECK(mail.at({0})[0].id() == foreign.id());
  CHECK(armed_ms(fixture.effects) == 900);
  fixture.now = at(milliseconds{899});
  CHECK(fixture.step(*behaviour, {}, TimerFired{kTraitorTimer}).empty());
  fixture.now = at(milliseconds{900});
  const auto late = fixture.step(*behaviour, {}, TimerFired{kTraitorTimer});
  REQUIRE(late.at({0}).size() == 1);
  CHECK(late.at({0})[0].id() == own.id());
  CHECK(behaviour->fired() == 1);
}

TEST_CASE("delay: a crash loses what was held", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("delay");
  fixture.step(*behaviour, {vote_frame(kTraitor, VoteType::prevote, 1, 0, block_id(7))});
  fixture.step(*behaviour, {}, Started{});
  fixture.now = at(milliseconds{5'000});
  CHECK(fixture.step(*behaviour, {}, TimerFired{kTraitorTimer}).empty());
}

TEST_CASE("delay_growing: the delay grows with the round", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("delay_growing");
  fixture.step(*behaviour, {vote_frame(kTraitor, VoteType::prevote, 1, 3, block_id(7))});
  CHECK(armed_ms(fixture.effects) == 4 * 800);
}

TEST_CASE("delay_randomly: every delay up to the longest, and none beyond", "[unit]") {
  std::int64_t least = 800;
  std::int64_t most = 0;
  TraitorFixture fixture;
  for (std::uint64_t height = 1; height <= 60; ++height) {
    const auto behaviour = fixture.behaviour("delay_randomly");
    fixture.step(*behaviour, {vote_frame(kTraitor, VoteType::prevote, height, 0, block_id(7))});
    least = std::min(least, armed_ms(fixture.effects));
    most = std::max(most, armed_ms(fixture.effects));
  }
  CHECK(least < 100);
  CHECK(most > 700);
  CHECK(most <= 800);
}

TEST_CASE("traitor_machine: the honest code does not hear the traitor's timer", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("silent");
  const Frame foreign = vote_frame({1}, VoteType::prevote, 1, 0, block_id(7));
  CHECK(fixture.step(*behaviour, {foreign}, TimerFired{kTraitorTimer}).empty());
  CHECK(fixture.step(*behaviour, {foreign}, TimerFired{TimerId{0}}).size() == 6);
}

TEST_CASE("rushing: keeps its vote until it decides, then tells side a first", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("rushing");
  const Frame own = vote_frame(kTraitor, VoteType::prevote, 1, 0, block_id(7));
  CHECK(fixture.step(*behaviour, {own}).empty());
  TraitorFixture::Mail mail;
  for (std::uint32_t other = 0; other < 4; ++other) {
    CHECK(mail.empty());  // three votes and its own are no quorum of seven
    mail =
        fixture.step(*behaviour, {},
                     Received{{other}, vote_frame({other}, VoteType::prevote, 1, 0, block_id(7))});
  }
  CHECK(mail.size() == 4);
  CHECK(mail.contains({0}));
  CHECK_FALSE(mail.contains({2}));
  CHECK(armed_ms(fixture.effects) == 800);
  fixture.now = at(milliseconds{800});
  const auto late = fixture.step(*behaviour, {}, TimerFired{kTraitorTimer});
  CHECK(late.size() == 2);
  CHECK(late.at({3})[0].id() == own.id());
}

}  // namespace callo::sim::test
