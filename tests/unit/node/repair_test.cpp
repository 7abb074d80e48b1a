#include "protocol/node/repair.hpp"

#include <map>
#include <tuple>

#include "protocol/wire/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"

namespace callo {

namespace {

// Holds whatever a test puts into it.
class FakeMessages final : public HeldMessages {
 public:
  Height current_height = 5;
  Round current_round = 0;

  void hold_vote(Round round, VoteType type, std::size_t index) {
    const Vote vote{type, current_height, round, {}, {}, NodeId{static_cast<std::uint32_t>(index)}};
    frames_.emplace(std::tuple{round, type, index}, test::sign(vote));
    RoundStatus& status = rounds_[round];
    status.round = round;
    HeldBits& bits = type == VoteType::prevote ? status.prevotes : status.precommits;
    bits.resize(2);
    bits[index / 64] |= std::uint64_t{1} << (index % 64);
  }

  Height height() const override { return current_height; }

  Round round() const override { return current_round; }

  void rounds(std::vector<Round>& out) const override {
    for (const auto& [round, status] : rounds_) {
      out.push_back(round);
    }
  }

  RoundStatus describe(Round round) const override { return rounds_.at(round); }

  const Frame* proposal(Round) const override { return nullptr; }

  const Frame* part(Round, std::uint32_t) const override { return nullptr; }

  const Frame* vote(Round round, VoteType type, std::size_t index) const override {
    const auto found = frames_.find({round, type, index});
    return found == frames_.end() ? nullptr : &found->second;
  }

 private:
  std::map<Round, RoundStatus> rounds_;
  std::map<std::tuple<Round, VoteType, std::size_t>, Frame> frames_;
};

constexpr EndpointId kPeer{9};
const Repair::Speaker kSpeaker{std::string{test::kTestChain}, NodeId{4}, false};

std::vector<ContentId> votes_in(const Frame& frame) {
  const auto bundle = open_vote_bundle(frame, *open_envelope(frame.bytes()), false);
  REQUIRE(bundle != nullptr);
  CHECK(bundle->step == kOutsideExchange);
  std::vector<ContentId> ids;
  for (const Frame& vote : bundle->votes) {
    ids.push_back(vote.id());
  }
  return ids;
}

}  // namespace

TEST_CASE("repair: sends exactly what the peer lacks and what was held a tick ago",
          "[unit][node]") {
  FakeMessages held;
  held.hold_vote(0, VoteType::prevote, 1);
  held.hold_vote(0, VoteType::prevote, 70);
  held.hold_vote(0, VoteType::precommit, 2);
  Repair repair{held, kSpeaker, {}};
  const Status peer{5, 0, false, {{0, {}, false, false, {}, {0b10}, {}}}};
  Effects out;

  CHECK(repair.answer(kPeer, peer, out) == 0);  // nothing is settled before the first tick
  repair.tick();
  held.hold_vote(0, VoteType::prevote, 3);  // came after the tick: may still be under way to all
  CHECK(repair.answer(kPeer, peer, out) == 2);
  REQUIRE(out.sends.size() == 2);
  CHECK(votes_in(out.sends[0].frame) == std::vector{held.vote(0, VoteType::prevote, 70)->id()});
  CHECK(votes_in(out.sends[1].frame) == std::vector{held.vote(0, VoteType::precommit, 2)->id()});
  CHECK(out.targets_of(out.sends[0])[0] == kPeer);
}

TEST_CASE("repair: rounds that the peer left behind are not sent, later ones are", "[unit][node]") {
  FakeMessages held;
  held.current_round = 4;
  held.hold_vote(1, VoteType::prevote, 0);
  held.hold_vote(4, VoteType::precommit, 0);
  Repair repair{held, kSpeaker, {}};
  repair.tick();
  Effects out;
  CHECK(repair.answer(kPeer, {5, 3, false, {}}, out) == 1);
  CHECK(votes_in(out.sends[0].frame) == std::vector{held.vote(4, VoteType::precommit, 0)->id()});
}

TEST_CASE("repair: an answer is limited in frames and in bytes, but is never empty",
          "[unit][node]") {
  FakeMessages held;
  held.current_round = 3;
  for (const Round round : {1, 2, 3}) {
    held.hold_vote(round, VoteType::prevote, 0);
  }
  const auto answered = [&](const Repair::Limits& limits) {
    Repair repair{held, kSpeaker, limits};
    repair.tick();
    Effects out;
    return repair.answer(kPeer, {5, 0, false, {}}, out);
  };
  CHECK(answered({}) == 3);
  CHECK(answered({.frames_per_answer_max = 2}) == 2);
  CHECK(answered({.bytes_per_answer_max = 1}) == 1);
  CHECK(answered({.bytes_per_answer_max = 500}) == 2);
}

TEST_CASE("repair: another height is none of its business", "[unit][node]") {
  FakeMessages held;
  held.hold_vote(0, VoteType::prevote, 0);
  Repair repair{held, kSpeaker, {}};
  repair.tick();
  Effects out;
  CHECK(repair.answer(kPeer, {6, 0, false, {}}, out) == 0);
  held.current_height = 6;  // moved on since the tick
  CHECK(repair.answer(kPeer, {6, 0, false, {}}, out) == 0);
}

TEST_CASE("repair: who asks is sent what came after the tick as well", "[unit][node]") {
  FakeMessages held;
  held.hold_vote(0, VoteType::prevote, 3);
  const Repair repair{held, kSpeaker, {}};
  Effects out;
  CHECK(repair.answer(kPeer, {5, 0, false, {}}, out) == 0);
  CHECK(repair.answer(kPeer, {5, 0, true, {}}, out) == 1);
  CHECK(votes_in(out.sends[0].frame) == std::vector{held.vote(0, VoteType::prevote, 3)->id()});
}

TEST_CASE("repair: an answer is bounded, all votes of one round and type are one frame",
          "[unit][node]") {
  FakeMessages held;
  for (Round round = 0; round < 50; ++round) {
    held.hold_vote(round, VoteType::prevote, 1);
    held.hold_vote(round, VoteType::prevote, 2);
  }
  Repair repair{held, kSpeaker, {.frames_per_answer_max = 10}};
  repair.tick();
  Effects out;
  CHECK(repair.answer(kPeer, {5, 0, false, {}}, out) == 10);
  CHECK(votes_in(out.sends[0].frame).size() == 2);
}

TEST_CASE("repair: junk in far rounds does not crowd the current round out of the status",
          "[unit][node]") {
  FakeMessages held;
  held.current_round = 3;
  for (Round round = 0; round <= 3; ++round) {
    held.hold_vote(round, VoteType::prevote, 0);
  }
  for (Round round = 1'000; round < 1'100; ++round) {
    held.hold_vote(round, VoteType::prevote, 1);
  }
  const Status status = Repair{held, kSpeaker, {}}.status();
  CHECK(status.rounds.size() <= kStatusRoundsMax);
  CHECK(status.find(3) != nullptr);
  CHECK(status.find(0) != nullptr);
}

}  // namespace callo
