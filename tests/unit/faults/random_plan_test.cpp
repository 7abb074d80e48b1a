#include "sim/faults/random_plan.hpp"

#include <map>
#include <set>

#include "sim/faults/registry.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim::test {

namespace {

RandomPlanSettings settings_of(std::uint64_t seed) {
  RandomPlanSettings settings;
  settings.seed = seed;
  settings.faults = 6;
  for (const FaultMaker& maker : fault_makers()) {
    settings.kinds.emplace_back(maker.kind);
  }
  settings.from = std::chrono::seconds{2};
  settings.until = std::chrono::seconds{20};
  settings.world.cities = {0, 0, 1, 1, 2, 2, 2};
  settings.world.cities_total = 3;
  settings.world.is_bandwidth_modelled = true;
  settings.world.risk_groups["sea"] = {LinkScope::between_cities(0, 1),
                                       LinkScope::between_cities(1, 0)};
  settings.world.sites["tower"] = {{2}};
  settings.world.countries["NG"] = {{3}};
  settings.world.bits_per_s = 1'000'000;
  constexpr std::uint32_t kNodes = 7;
  settings.atlas.powers.assign(kNodes, 1);
  settings.atlas.lies.assign(kNodes, false);
  settings.atlas.cities = settings.world.cities;
  for (std::uint32_t node = 0; node < kNodes; ++node) {
    settings.atlas.neighbours.push_back({(node + 1) % kNodes, (node + kNodes - 1) % kNodes});
  }
  settings.crashed_max = 2;
  return settings;
}

std::size_t down_at(const std::vector<FaultSettings>& plan, Duration time) {
  std::set<EndpointId> down;
  for (const FaultSettings& fault : plan) {
    if (fault.kind == "crash" && fault.at <= time && time < fault.at + *fault.duration) {
      down.insert(fault.nodes.begin(), fault.nodes.end());
    }
  }
  return down.size();
}

}  // namespace

TEST_CASE("random_plan: every fault lies inside the window and within the budget", "[unit]") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto plan = draw_random_plan(settings_of(seed));
    REQUIRE(plan.size() == 6);
    for (const FaultSettings& fault : plan) {
      CHECK(fault.at >= std::chrono::seconds{2});
      CHECK(fault.duration->count() > 0);
      CHECK(fault.at + *fault.duration <= std::chrono::seconds{20});
      CHECK(down_at(plan, fault.at) <= 2);
    }
  }
}

TEST_CASE("random_plan: the seed alone decides, and seeds leave out different kinds", "[unit]") {
  std::map<std::string, int> seeds_with;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const auto plan = draw_random_plan(settings_of(seed));
    const auto again = draw_random_plan(settings_of(seed));
    std::set<std::string> kinds;
    for (std::size_t index = 0; index < plan.size(); ++index) {
      kinds.insert(plan[index].kind);
      CHECK(plan[index].kind == again[index].kind);
      CHECK(plan[index].at == again[index].at);
      CHECK(plan[index].nodes == again[index].nodes);
    }
    for (const std::string& kind : kinds) {
      ++seeds_with[kind];
    }
  }
  CHECK(seeds_with.size() == fault_makers().size());
  for (const auto& [kind, seeds] : seeds_with) {
    CHECK(seeds > 50);
    CHECK(seeds < 250);
  }
}

TEST_CASE("random_plan: no region is cut where there is one city", "[unit]") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    RandomPlanSettings settings = settings_of(seed);
    settings.world.cities.assign(7, 0);
    settings.world.cities_total = 1;
    settings.atlas.cities = settings.world.cities;
    for (const FaultSettings& fault : draw_random_plan(settings)) {
      CHECK(fault.kind != "region_cut");
    }
  }
}

}  // namespace callo::sim::test
