#include "sim/explore/swarm.hpp"

#include <set>

#include "sim/scenario/brief.hpp"
#include "sim/scenario/kinds.hpp"
#include "sim/scenario/reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/source_folder.hpp"

namespace callo::sim {
namespace {

constexpr std::uint64_t kSeeds = 400;

ScenarioSpec small_banks() {
  const auto spec =
      read_scenario_file(test::source_folder() / "scenarios/explore/small-banks.toml");
  REQUIRE(spec);
  return *spec;
}

TEST_CASE("swarm: what is drawn is a scenario that a file can say") {
  const ScenarioSpec base = small_banks();
  for (const ExploreMode mode : {ExploreMode::budgeted, ExploreMode::unlimited}) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const ScenarioSpec drawn = draw_swarm_scenario(base, seed, mode);
      const std::string text = to_brief_toml(drawn);
      INFO(text);
      const ScenarioResult read = read_scenario(text, "small-banks.toml");
      INFO((read ? "" : read.error().render()));
      REQUIRE(read);
      REQUIRE(*read == drawn);
      CHECK(drawn.random.faults == 0);
      CHECK(drawn.random.traitors == 0);
      CHECK(drawn.seeds == IntegerRange{seed, seed});
    }
  }
}

TEST_CASE("swarm: the draw depends on the seed alone, and seeds differ") {
  const ScenarioSpec base = small_banks();
  std::set<std::string> texts;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const ScenarioSpec drawn = draw_swarm_scenario(base, seed, ExploreMode::budgeted);
    CHECK(draw_swarm_scenario(base, seed, ExploreMode::budgeted) == drawn);
    texts.insert(to_brief_toml(drawn));
  }
  CHECK(texts.size() == kSeeds);
}

TEST_CASE("swarm: every kind is drawn, and every one is off in many seeds") {
  const ScenarioSpec base = small_banks();
  std::map<std::string, std::uint64_t> seeds_with;
  std::set<std::uint32_t> nodes;
  for (std::uint64_t seed = 1; seed <= 4 * kSeeds; ++seed) {
    const ScenarioSpec drawn = draw_swarm_scenario(base, seed, ExploreMode::budgeted);
    std::set<std::string> kinds;
    for (const FaultSpec& fault : drawn.faults) {
      kinds.insert(fault.kind);
    }
    for (const TraitorSpec& traitor : drawn.traitors) {
      kinds.insert(traitor.behaviour);
    }
    for (const std::string& kind : kinds) {
      ++seeds_with[kind];
    }
    nodes.insert(drawn.network.topology.nodes);
  }
  // What the template has not: a limited line, a shared cable, a shared building.
  const std::set<std::string> impossible{"bandwidth_cut", "cable_cut", "site_outage"};
  for (const auto* names : {&fault_kind_names(), &drawn_traitor_kind_names()}) {
    for (const std::string& name : *names) {
      if (impossible.contains(name)) {
        CHECK(seeds_with[name] == 0);
        continue;
      }
      INFO(name);
      CHECK(seeds_with[name] > 0);
      CHECK(seeds_with[name] < 2 * kSeeds);
    }
  }
  CHECK(nodes == std::set<std::uint32_t>{4, 6, 7, 10});
}

TEST_CASE("swarm: what the template does not let vary stays as it is") {
  ScenarioSpec base = small_banks();
  base.explore.vary = {"faults"};
  base.explore.nodes.clear();
  const ScenarioSpec drawn = draw_swarm_scenario(base, 3, ExploreMode::budgeted);
  CHECK(drawn.network == base.network);
  CHECK(drawn.consensus == base.consensus);
  CHECK(drawn.workload == base.workload);
  CHECK(drawn.traitors.empty());
}

}  // namespace
}  // namespace callo::sim
