#include "sim/traitors/random_traitors.hpp"

#include <map>
#include <set>

#include "sim/traitors/registry.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim::test {

TEST_CASE("random_traitors: distinct nodes, every behaviour in some seeds", "[unit]") {
  std::map<std::string, int> drawn;
  std::set<NodeId> nodes;
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    RandomTraitorsSettings settings;
    settings.seed = seed;
    settings.traitors = 2;
    for (std::uint32_t node = 0; node < 7; ++node) {
      settings.candidates.push_back({node});
    }
    for (const BehaviourKind& kind : behaviour_kinds()) {
      settings.kinds.emplace_back(kind.name);
    }
    const auto traitors = draw_random_traitors(settings);
    REQUIRE(traitors.size() == 2);
    CHECK(traitors[0].node != traitors[1].node);
    CHECK(traitors[0].is_in_coalition == traitors[1].is_in_coalition);
    for (const RandomTraitor& traitor : traitors) {
      ++drawn[traitor.behaviour];
      nodes.insert(traitor.node);
    }
    CHECK(draw_random_traitors(settings)[1].behaviour == traitors[1].behaviour);
  }
  CHECK(nodes.size() == 7);
  CHECK(drawn.size() == behaviour_kinds().size());
  for (const auto& [behaviour, times] : drawn) {
    CHECK(times > 20);
  }
}

}  // namespace callo::sim::test
