#include "protocol/node/offer_proof.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/node_network.hpp"

namespace callo {

using namespace std::chrono_literals;
using test::NodeNetwork;

namespace {

// A real offer of some node, with the genesis that it follows from.
struct OfferFixture {
  OfferFixture() {
    network.run_until(3s);
    const Node& node = network.node(0);
    const Height height = node.archive().height() - 1;
    const auto& last = *node.archive().find(height);
    const auto& next = *node.archive().find(height + 1);
    // The state after the last block but one is gone, but without payments it is the genesis'.
    const StatePieces state = cut_state(node.executor().ledger().state());
    offer = {{height, last.block.bytes(), last.commit.bytes()},
             {height + 1, next.block.bytes(), next.commit.bytes()},
             *node.consensus().validators_of(height),
             rotated(height),
             rotated(height + 1),
             state.manifest};
    options.chain_id = "sphyx";
    const ValidatorSet set = rotated(0);
    genesis.validators = set;
    genesis.header.chain_id = "sphyx";
    genesis.header.time = now - 1h;
    genesis.header.next_validators_hash = set.hash();
    genesis.header.validators_hash = set.hash();
  }

  // The validators have never changed: of the height after this one.
  ValidatorSet rotated(Height turns) const {
    std::vector<Validator> validators;
    for (const Validator& validator : network.node(0).consensus().validators().validators()) {
      validators.push_back({validator.node, validator.key, validator.power, 0});
    }
    ValidatorSet set{validators};
    set.advance(static_cast<std::int32_t>(1));
    for (Height turn = 0; turn < turns; ++turn) {
      set.advance(1);
    }
    return set;
  }

  // Opened, and proven from the genesis.
  std::optional<OpenedOffer> check(const SnapshotOffer& checked) {
    Work work;
    std::optional<OpenedOffer> opened = open_offer(checked, options.chain_id, {}, work);
    if (!opened) {
      return std::nullopt;
    }
    OfferProof proof{{genesis, options, verifier}};
    proof.add({{}, now}, EndpointId{0}, std::move(*opened), work);
    auto proven = proof.take_proven();
    return proven ? std::optional{std::move(proven->offer)} : std::nullopt;
  }

  NodeNetwork network{{}};
  Ed25519Verifier verifier;
  ValidatorSet nobody{{{NodeId{0}, PublicKey{}, 1, 0}}};
  SnapshotOffer offer{{}, {}, nobody, nobody, nobody, {}};
  LightBlock genesis{{}, {}, ValidatorSet{{{NodeId{0}, PublicKey{}, 1, 0}}}};
  LightOptions options;
  CalendarTime now{std::chrono::seconds{1'710'392'410}};
};

}  // namespace

TEST_CASE("snapshot: a true offer gives the base that the engine itself has", "[unit][node]") {
  OfferFixture fixture;
  const auto checked = fixture.check(fixture.offer);
  REQUIRE(checked.has_value());
  CHECK(checked->base.height == fixture.offer.last.height);
  // One turn later the proposer is the one whom the network is waiting for.
  ValidatorSet next = checked->base.validators;
  next.advance(1);
  const Tendermint& engine = fixture.network.node(0).consensus();
  CHECK(engine.height() == checked->base.height + 2);
  CHECK(next.proposer() == engine.validators().proposer());
}

TEST_CASE("snapshot: no offer with anything false in it passes", "[unit][node]") {
  OfferFixture fixture;
  const auto is_refused = [&](SnapshotOffer offer) { return !fixture.check(offer).has_value(); };
  SnapshotOffer offer = fixture.offer;
  std::swap(offer.last, offer.next);
  CHECK(is_refused(offer));
  offer = fixture.offer;
  offer.next = offer.last;
  CHECK(is_refused(offer));
  offer = fixture.offer;
  offer.next.commit = offer.last.commit;
  CHECK(is_refused(offer));
  offer = fixture.offer;
  offer.manifest.rest.back() ^= 1;
  CHECK(is_refused(offer));
  offer = fixture.offer;
  offer.manifest.coins.entries.clear();
  CHECK(is_refused(offer));
  // Priorities that no header names would make the joiner wait for another proposer.
  for (ValidatorSet* const set : {&offer.validators, &offer.next_validators}) {
    offer = fixture.offer;
    set->advance(1);
    CHECK(is_refused(offer));
    offer = fixture.offer;
    const std::size_t other = *set->index_of(set->proposer()) == 0 ? 1 : 0;
    *set = ValidatorSet{{set->validators().begin(), set->validators().end()}, other};
    CHECK(is_refused(offer));
  }
  test::SmallRandom random{5};
  for (int attempt = 0; attempt < 300; ++attempt) {
    offer = fixture.offer;
    DecidedBlock& decided = random.below(4) == 0 ? offer.last : offer.next;
    const bool in_commit = &decided == &offer.next && random.below(2) == 0;
    BytesView& view = in_commit ? decided.commit : decided.block;
    Bytes bytes{view.begin(), view.end()};
    bytes[random.below(bytes.size())] ^= static_cast<std::uint8_t>(1U << random.below(8));
    view = bytes;
    INFO("attempt " << attempt);
    REQUIRE(is_refused(offer));
  }
}

TEST_CASE("snapshot: the priorities of the height that is over are nobody's word", "[unit][node]") {
  OfferFixture fixture;
  SnapshotOffer offer = fixture.offer;
  offer.last_validators.advance(3);
  const auto checked = fixture.check(offer);
  REQUIRE(checked.has_value());
  for (const Validator& validator : checked->base.history.at(offer.last.height)->validators()) {
    CHECK(validator.priority == 0);
  }
}

TEST_CASE("snapshot: an offer is refused once nothing of the genesis is trusted any more",
          "[unit][node]") {
  OfferFixture fixture;
  fixture.genesis.header.time = fixture.now - fixture.options.trusting_period;
  CHECK_FALSE(fixture.check(fixture.offer).has_value());
}

TEST_CASE("snapshot: a node restarts from its own without what came before", "[unit][node]") {
  NodeNetwork network{{.nodes = 4, .snapshot_interval = 10}};
  network.run_until(10s);
  REQUIRE(network.height(3) > 30);
  REQUIRE(network.disk(3).front().kind == RecordKind::snapshot);
  CHECK(network.disk(3).size() < 10 * 8);
  const Height before = network.node(3).consensus().height();
  network.crash(3);
  network.restart(3);
  network.run_until(12s);
  CHECK(network.node(3).archive().find(1) == nullptr);
  CHECK(network.node(3).consensus().height() >= before + 5);
  CHECK(network.agree());
  CHECK(network.evidence_count() == 0);
}

TEST_CASE("snapshot: a new node starts from one of a peer and takes part", "[unit][node]") {
  NodeNetwork network{{.nodes = 4, .snapshot_interval = 10}};
  network.run_until(1s);
  network.crash(3);
  network.wipe(3);
  network.run_until(20s);
  network.restart(3);
  network.run_until(24s);
  CHECK(network.notices(NoticeKind::adopted_snapshot) == 1);
  const Node& joined = network.node(3);
  CHECK(joined.archive().find(1) == nullptr);
  CHECK(joined.consensus().height() + 2 >= network.node(0).consensus().height());
  // With another node gone, +2/3 of four need the new one: it knows whose turn it is.
  network.crash(0);
  const Height before = network.height(1);
  network.run_until(32s);
  CHECK(network.height(1) >= before + 8);
  CHECK(network.evidence_count() == 0);
}

}  // namespace callo
