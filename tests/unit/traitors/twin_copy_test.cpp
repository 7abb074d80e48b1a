#include "sim/traitors/twin_copy.hpp"

#include "protocol/chain/vote_bundle.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/traitors/traitor_fixture.hpp"

namespace callo::sim::test {

namespace {

// Nodes 4 and 6 run twice: their second endpoints are 7 and 8. Node 4's copies are told apart in
// round 0 of height 2.
const TwinSchedule& schedule() {
  static const TwinSchedule kSchedule{
      {{2, 0, {endpoints({0, 1}), endpoints({0})}, {endpoints({1, 2}), {}}}},
      {EndpointId{4}, EndpointId{6}},
      {EndpointId{7}, EndpointId{8}}};
  return kSchedule;
}

// Whom a frame of the copy of that side reaches, out of everybody.
std::vector<std::uint32_t> reached(Side side, const Frame& frame) {
  TwinCopy copy{std::make_unique<ScriptedMachine>([&](const Input&, Effects& out) {
                  out.send(endpoints({0, 1, 2, 3, 6, 8}), frame, MessageClass::vote);
                }),
                side, schedule()};
  Effects effects;
  copy.step({}, TimerFired{}, effects);
  std::vector<std::uint32_t> targets;
  for (const Send& send : effects.sends) {
    for (const EndpointId target : effects.targets_of(send)) {
      targets.push_back(target.value);
    }
  }
  return targets;
}

bool hears(Side side, std::uint32_t from, const Frame& frame) {
  bool has_stepped = false;
  TwinCopy copy{
      std::make_unique<ScriptedMachine>([&](const Input&, Effects&) { has_stepped = true; }), side,
      schedule()};
  Effects effects;
  copy.step({}, Received{{from}, frame}, effects);
  return has_stepped;
}

Frame vote(VoteType type, Height height) {
  return vote_frame(kTraitor, type, height, 0, block_id(7));
}

using Nodes = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("twins: in a scheduled round each copy reaches its own peers", "[unit]") {
  CHECK(reached(Side::a, vote(VoteType::prevote, 2)) == Nodes{0, 1, 6});
  CHECK(reached(Side::b, vote(VoteType::prevote, 2)) == Nodes{1, 2, 8});
  CHECK(reached(Side::a, vote(VoteType::precommit, 2)) == Nodes{0, 6});
  CHECK(reached(Side::b, vote(VoteType::precommit, 2)) == Nodes{8});
}

TEST_CASE("twins: elsewhere the first copy is one of all, the second says nothing", "[unit]") {
  CHECK(reached(Side::a, vote(VoteType::prevote, 1)) == Nodes{0, 1, 2, 3, 6});
  CHECK(reached(Side::b, vote(VoteType::prevote, 1)) == Nodes{8});
  Ed25519Signer signer = signer_of(kTraitor);
  const Frame status = seal({kChain, MessageKind::status, kTraitor, 5}, {}, signer);
  CHECK(reached(Side::a, status) == Nodes{0, 1, 2, 3, 6});
  CHECK(reached(Side::b, status) == Nodes{8});
}

TEST_CASE("twins: what a copy hears is scheduled the same way", "[unit]") {
  const Frame prevote = vote_frame({0}, VoteType::prevote, 2, 0, block_id(7));
  CHECK(hears(Side::a, 0, prevote));
  CHECK_FALSE(hears(Side::a, 2, prevote));
  CHECK_FALSE(hears(Side::b, 0, prevote));
  CHECK(hears(Side::b, 2, prevote));
  const Frame other = vote_frame({0}, VoteType::prevote, 1, 0, block_id(7));
  CHECK(hears(Side::a, 3, other));
  CHECK(hears(Side::b, 3, other));
}

TEST_CASE("twins: copies of different sides are never in touch", "[unit]") {
  const Frame prevote = vote_frame({6}, VoteType::prevote, 1, 0, block_id(7));
  CHECK(hears(Side::a, 6, prevote));
  CHECK_FALSE(hears(Side::a, 8, prevote));
  CHECK(hears(Side::b, 8, prevote));
  CHECK_FALSE(hears(Side::b, 6, prevote));
}

TEST_CASE("twins: a bundle of votes is of its votes' round", "[unit]") {
  const Frame inside = vote_frame({0}, VoteType::precommit, 2, 0, block_id(7));
  const Frame bundle =
      make_vote_bundle(kChain, {0}, {2, 0, VoteType::precommit}, kOutsideExchange, {inside}, false);
  CHECK(hears(Side::a, 0, bundle));
  CHECK_FALSE(hears(Side::a, 1, bundle));
}

}  // namespace callo::sim::test
