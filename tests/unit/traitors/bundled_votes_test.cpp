#include "sim/traitors/bundled_votes.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/unit/traitors/mail_reading.hpp"

namespace callo::sim::test {

namespace {

constexpr Height kHeight = 3;

Frame prevote(NodeId node, const BlockId& id = block_id(7)) {
  return vote_frame(node, VoteType::prevote, kHeight, 0, id);
}

Frame bundle_of(std::vector<Frame> votes) {
  return make_vote_bundle(kChain, kTraitor, {kHeight, 0, VoteType::prevote}, 1, std::move(votes),
                          false);
}

// The votes of the one bundle among some mail.
std::vector<Frame> bundled(const std::vector<Frame>& mail) {
  std::vector<Frame> votes;
  std::size_t bundles = 0;
  for (const Frame& frame : mail) {
    if (const VoteBundlePointer bundle = bundle_in(frame)) {
      CHECK(bundle->step == 1);
      votes = bundle->votes;
      ++bundles;
    }
  }
  CHECK(bundles == 1);
  return votes;
}

bool holds(const std::vector<Frame>& votes, const Frame& vote) {
  return std::any_of(votes.begin(), votes.end(),
                     [&](const Frame& held) { return held.id() == vote.id(); });
}

}  // namespace

TEST_CASE("bundled votes: a bundle that nothing is changed in leaves as it was", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("withhold_parts");
  const Frame bundle = bundle_of({prevote(kTraitor), prevote({1})});
  const auto mail = fixture.step(*behaviour, {bundle});
  REQUIRE(mail.size() == fixture.others.size());
  REQUIRE(mail.at({0}).size() == 1);
  CHECK(mail.at({0})[0].id() == bundle.id());
  CHECK(behaviour->fired() == 0);
}

TEST_CASE("bundled votes: each side is told its own story and the same votes of others", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("equivocate_vote");
  const Frame bundle = bundle_of({prevote(kTraitor), prevote({1})});
  const auto mail = fixture.step(*behaviour, {bundle});
  CHECK(mail.at({0})[0].id() == bundle.id());
  const std::vector<Frame> votes = bundled(mail.at({2}));
  REQUIRE(votes.size() == 2);
  CHECK(holds(votes, prevote({1})));
  const auto own = std::find_if(votes.begin(), votes.end(), [](const Frame& vote) {
    return vote_of(vote).validator == kTraitor;
  });
  REQUIRE(own != votes.end());
  CHECK(vote_of(*own).block_id.is_nil());
  CHECK(is_signed_by(*own, kTraitor, fixture.verifier));
}

TEST_CASE("bundled votes: what is withheld stands in no bundle, of the exchange or of repair",
          "[unit]") {
  for (const char* const name : {"withhold_votes", "silent"}) {
    INFO(name);
    TraitorFixture fixture;
    const auto behaviour = fixture.behaviour(name);
    const auto mail = fixture.step(*behaviour, {bundle_of({prevote(kTraitor), prevote({1})})});
    const std::vector<Frame> votes = bundled(mail.at({0}));
    REQUIRE(votes.size() == 1);
    CHECK(holds(votes, prevote({1})));
    CHECK(behaviour->fired() > 0);
  }
}

TEST_CASE("bundled votes: whoever forwards nothing sends no bundle", "[unit]") {
  TraitorFixture fixture;
  fixture.forwards = false;
  const auto behaviour = fixture.behaviour("silent");
  CHECK(fixture.step(*behaviour, {bundle_of({prevote({1})})}).empty());
}

TEST_CASE("bundled votes: what is added to a vote goes along, what is of another phase alone",
          "[unit]") {
  TraitorFixture fixture;
  const auto flood = fixture.behaviour("flood_votes");
  const auto flooded = fixture.step(*flood, {bundle_of({prevote(kTraitor), prevote({1})})});
  REQUIRE(flooded.at({0}).size() == 1);
  CHECK(bundled(flooded.at({0})).size() == 50);

  const auto early = fixture.behaviour("early_precommit");
  const auto mail = fixture.step(*early, {bundle_of({prevote(kTraitor), prevote({1})})});
  REQUIRE(mail.at({0}).size() == 2);
  CHECK(bundled(mail.at({0})).size() == 2);
  CHECK(kind_of(mail.at({0})[0]) == MessageKind::precommit);
}

TEST_CASE("bundled votes: what the receiver could not rebuild, or holds twice, goes alone",
          "[unit]") {
  TraitorFixture fixture;
  BundledVotes bundles;
  Effects& effects = fixture.effects;
  effects.clear();
  effects.send(EndpointId{0}, bundle_of({prevote(kTraitor)}), MessageClass::vote);
  bundles.open(effects);
  REQUIRE(effects.sends.size() == 2);

  Ed25519Signer signer = signer_of(kTraitor);
  const Vote vote = vote_of(prevote(kTraitor));
  Vote other = vote;
  other.block_id = block_id(8);
  const Frame elsewhere =
      seal(vote_header("elsewhere", vote.type, vote.validator), encode_data(other), signer);
  Vote later = vote;
  later.time += std::chrono::milliseconds{1};
  const Frame again =
      seal(vote_header(kChain, vote.type, vote.validator), encode_data(later), signer);
  effects.send(EndpointId{0}, elsewhere, MessageClass::vote);
  effects.send(EndpointId{0}, again, MessageClass::vote);
  // Another receiver has no bundle.
  effects.send(EndpointId{1}, prevote({2}), MessageClass::vote);
  bundles.close(effects);
  REQUIRE(effects.sends.size() == 4);
  CHECK(effects.sends[0].frame.id() == elsewhere.id());
  CHECK(effects.sends[1].frame.id() == again.id());
  CHECK(effects.sends[2].frame.id() == prevote({2}).id());
  CHECK(effects.sends[3].frame.id() == bundle_of({prevote(kTraitor)}).id());
}

TEST_CASE("bundled votes: a late vote leaves the bundle in time without it", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("delay");
  const auto mail = fixture.step(*behaviour, {bundle_of({prevote(kTraitor), prevote({1})})});
  CHECK(bundled(mail.at({0})).size() == 1);
  fixture.now.monotonic += fixture.delay;
  const auto later = fixture.step(*behaviour, {}, TimerFired{kTraitorTimer});
  REQUIRE(later.at({0}).size() == 1);
  CHECK(later.at({0})[0].id() == prevote(kTraitor).id());
}

TEST_CASE("bundled votes: those who listen hear every vote of a bundle that comes", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("impersonate");
  fixture.step(*behaviour, {}, Received{{1}, bundle_of({prevote({1}), prevote({2})})});
  fixture.step(*behaviour, {prevote(kTraitor)});
  CHECK(behaviour->fired() == 1);
}

}  // namespace callo::sim::test
