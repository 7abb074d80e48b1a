#include <algorithm>
#include <memory>
#include <vector>

#include "protocol/crypto/sha256.hpp"
#include "sim/checkers/all_reachable.hpp"
#include "sim/checkers/genuine_tables.hpp"
#include "sim/checkers/k_consistency.hpp"
#include "sim/checkers/nobody_eclipsed.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim::test {

namespace {

// A K-consistent network made by hand, whose tables a test may spoil.
struct HandMade {
  explicit HandMade(unsigned base = 4, unsigned neighbours = 2, std::uint8_t count = 60)
      : digit_base{base}, neighbours_per_entry{neighbours} {
    for (std::uint8_t number = 0; number < count; ++number) {
      const OverlayId id{sha256(Bytes{number})};
      nodes.push_back({id, EndpointId{number}, true});
      tables.push_back(std::make_unique<NeighbourTable>(id, Digits{base}, neighbours));
    }
    for (std::size_t owner = 0; owner < nodes.size(); ++owner) {
      for (const Neighbour& node : nodes) {
        if (!(node == nodes[owner])) {
          tables[owner]->add(node);
        }
      }
    }
  }

  OverlaySnapshot snapshot(bool is_quiet = true) const {
    OverlaySnapshot made{std::chrono::seconds{100}, is_quiet, digit_base, neighbours_per_entry, {}};
    for (std::size_t node = 0; node < nodes.size(); ++node) {
      made.nodes.push_back(
          {nodes[node].endpoint, nodes[node].id, true, false, true, tables[node].get()});
    }
    return made;
  }

  template <typename Claim>
  std::size_t violations(const OverlaySnapshot& snapshot) const {
    Claim claim;
    claim.on_snapshot(snapshot);
    return claim.violations().size();
  }

  template <typename Claim>
  std::size_t violations() const {
    return violations<Claim>(snapshot());
  }

  unsigned digit_base;
  unsigned neighbours_per_entry;
  std::vector<Neighbour> nodes;
  std::vector<std::unique_ptr<NeighbourTable>> tables;
};

}  // namespace

TEST_CASE("overlay claims: silent on a network that is K-consistent", "[unit]") {
  for (const unsigned base : {2U, 4U, 16U}) {
    for (const unsigned neighbours : {1U, 3U}) {
      const HandMade network{base, neighbours};
      INFO("base " << base << ", K " << neighbours);
      CHECK(network.violations<KConsistency>() == 0);
      CHECK(network.violations<AllReachable>() == 0);
      CHECK(network.violations<GenuineTables>() == 0);
      const Consistency found = measure_consistency(network.snapshot());
      CHECK(found.nodes == 60);
      CHECK(found.consistent == 60);
    }
  }
}

TEST_CASE("k_consistent: catches a neighbour that is missing, one that is down, and a joiner",
          "[unit]") {
  HandMade hole;
  hole.tables[7]->remove(hole.tables[7]->from_level(0)[5].id);
  CHECK(hole.violations<KConsistency>() == 1);
  CHECK(measure_consistency(hole.snapshot()).missing == 1);

  HandMade dead;
  OverlaySnapshot without = dead.snapshot();
  without.nodes.erase(without.nodes.begin() + 9);
  CHECK(dead.violations<KConsistency>(without) == 1);
  CHECK(measure_consistency(without).foreign > 0);

  HandMade joining;
  OverlaySnapshot still = joining.snapshot();
  still.nodes[3].is_in_system = false;
  CHECK(joining.violations<KConsistency>(still) == 1);
}

TEST_CASE("k_consistent: catches a node under a false endpoint", "[unit]") {
  HandMade network;
  Neighbour moved = network.tables[7]->from_level(0)[0];
  network.tables[7]->remove(moved.id);
  moved.endpoint = EndpointId{999};
  network.tables[7]->add(moved);
  CHECK(network.violations<KConsistency>() == 1);
  CHECK(network.violations<GenuineTables>() == 1);
}

TEST_CASE("genuine_tables: catches whoever is made up, and whoever belongs to a traitor's network",
          "[unit]") {
  HandMade network;
  OverlaySnapshot outsider = network.snapshot();
  outsider.nodes[20].is_honest = false;
  outsider.nodes[20].is_outsider = true;
  CHECK(network.violations<GenuineTables>(outsider) == 1);

  HandMade forged;
  Neighbour made_up{{sha256(Bytes{200})}, {20}, true};
  for (const Neighbour& node : forged.tables[0]->entry_of(made_up.id)) {
    const OverlayId id = node.id;
    forged.tables[0]->remove(id);
    break;
  }
  REQUIRE(forged.tables[0]->add(made_up) == NeighbourTable::Added::yes);
  CHECK(forged.violations<GenuineTables>() == 1);
}

TEST_CASE("all_reachable: catches a network in two parts, whichever way the cut is seen",
          "[unit]") {
  HandMade network;
  // Nobody stores node 13, though it knows everybody.
  for (auto& table : network.tables) {
    table->remove(network.nodes[13].id);
  }
  CHECK(network.violations<AllReachable>() == 1);
  CHECK(nodes_apart(network.snapshot()) == std::vector<EndpointId>{{13}});

  HandMade silent;
  for (const Neighbour& node : silent.tables[13]->from_level(0)) {
    silent.tables[13]->remove(node.id);
  }
  CHECK(silent.violations<AllReachable>() == 1);
}

TEST_CASE("overlay claims: nothing is claimed while somebody comes or goes", "[unit]") {
  HandMade network;
  network.tables[7]->remove(network.tables[7]->from_level(0)[5].id);
  KConsistency claim;
  claim.on_snapshot(network.snapshot(false));
  CHECK(claim.violations().empty());
  CHECK_FALSE(claim.abstention().empty());
}

TEST_CASE("nobody_eclipsed: who holds traitors only, or is held by traitors only, must know it",
          "[unit][checkers]") {
  const HandMade network;
  CHECK(network.violations<NobodyEclipsed>() == 0);
  SECTION("it holds traitors only") {
    OverlaySnapshot snapshot = network.snapshot();
    for (const Neighbour& held : network.tables[7]->from_level(0)) {
      snapshot.nodes[held.endpoint.value].is_honest = false;
    }
    CHECK(measure_eclipsed(snapshot).nodes == 1);
    CHECK(network.violations<NobodyEclipsed>(snapshot) == 1);
    snapshot.nodes[7].is_alarmed = true;
    CHECK(network.violations<NobodyEclipsed>(snapshot) == 0);
    CHECK(measure_eclipsed(snapshot).nodes == 1);
  }
  SECTION("traitors only hold it") {
    const OverlaySnapshot snapshot = network.snapshot();
    for (std::size_t other = 0; other < network.nodes.size(); ++other) {
      network.tables[other]->remove(network.nodes[7].id);
    }
    CHECK(network.violations<NobodyEclipsed>(snapshot) == 1);
  }
  SECTION("while somebody comes or goes nothing is demanded") {
    OverlaySnapshot snapshot = network.snapshot(false);
    for (const Neighbour& held : network.tables[7]->from_level(0)) {
      snapshot.nodes[held.endpoint.value].is_honest = false;
    }
    CHECK(network.violations<NobodyEclipsed>(snapshot) == 0);
  }
}

TEST_CASE("k_consistent: where origins are limited, no entry must hold more of one",
          "[unit][checkers]") {
  HandMade network{4, 3, 60};
  OverlaySnapshot snapshot = network.snapshot();
  CHECK(network.violations<KConsistency>(snapshot) == 0);
  // All of one origin: one each is enough, and what is held beyond it does no harm.
  snapshot.per_origin = 1;
  CHECK(network.violations<KConsistency>(snapshot) == 0);
  const std::vector<Neighbour> held = network.tables[7]->from_level(0);
  const std::span<const Neighbour> entry = network.tables[7]->entry_of(held.front().id);
  REQUIRE(entry.size() == 3);
  const OverlayId second = entry[1].id;
  network.tables[7]->remove(second);
  CHECK(network.violations<KConsistency>(snapshot) == 0);
  // Of an origin of its own it is missed.
  for (OverlaySnapshotNode& node : snapshot.nodes) {
    node.origin = node.endpoint.value;
  }
  CHECK(network.violations<KConsistency>(snapshot) == 1);
}

}  // namespace callo::sim::test
