#include "sim/faults/atlas.hpp"

#include <algorithm>
#include <set>

#include "sim/faults/random_plan.hpp"
#include "sim/faults/registry.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim::test {

namespace {

using std::chrono::seconds;

// Seven nodes of power 1 in a ring with all its chords of length two; node 6 lies.
AtlasWorld ring() {
  AtlasWorld world;
  constexpr std::uint32_t kNodes = 7;
  world.powers.assign(kNodes, 1);
  world.lies.assign(kNodes, false);
  world.lies[6] = true;
  world.neighbours.resize(kNodes);
  for (std::uint32_t node = 0; node < kNodes; ++node) {
    for (const std::uint32_t step : {1u, 2u, kNodes - 1, kNodes - 2}) {
      world.neighbours[node].push_back((node + step) % kNodes);
    }
  }
  world.cities = {0, 0, 1, 1, 2, 2, 2};
  return world;
}

FaultSettings crash(std::uint32_t node, int from, int lasts, Disk disk = Disk::kept) {
  return {.kind = "crash",
          .at = seconds{from},
          .duration = seconds{lasts},
          .nodes = {{node}},
          .disk = disk};
}

std::vector<NodeId> nodes(std::initializer_list<std::uint32_t> values) {
  std::vector<NodeId> result;
  for (const std::uint32_t value : values) {
    result.push_back({value});
  }
  return result;
}

// The same question asked otherwise: counts by reachability matrices, at a fine grid of instants,
// the power of the strongest honest component; written anew from the README's definition.
class SlowAtlas {
 public:
  explicit SlowAtlas(AtlasWorld world) : world_{std::move(world)} {}

  bool survives(const std::vector<FaultSettings>& plan, Duration until) const {
    for (Duration time{}; time < until; time += std::chrono::milliseconds{50}) {
      if (3 * best_power(plan, time) <= 2 * total()) {
        return false;
      }
    }
    return true;
  }

 private:
  std::int64_t total() const {
    std::int64_t sum = 0;
    for (const std::int64_t power : world_.powers) {
      sum += power;
    }
    return sum;
  }

  static bool lasts(const FaultSettings& fault, Duration time) {
    return time >= fault.at && (!fault.duration || time - fault.at < *fault.duration);
  }

  bool is_there(const std::vector<FaultSettings>& plan, std::uint32_t node, Duration time) const {
    if (world_.lies[node]) {
      return false;
    }
    const std::set<std::string_view> kStopping{"crash",        "pause",          "clog",
                                               "swizzle_clog", "site_outage",    "city_outage",
                                               "full_disk",    "country_outage", "crash_in_write"};
    for (const FaultSettings& fault : plan) {
      const bool is_hit = kStopping.contains(fault.kind) &&
                          std::count(fault.nodes.begin(), fault.nodes.end(), EndpointId{node}) > 0;
      const bool is_lost = fault.disk >= Disk::corrupt && time >= fault.at;
      if (is_hit && (is_lost || lasts(fault, time))) {
        return false;
      }
    }
    return true;
  }

  bool hears(const std::vector<FaultSettings>& plan, std::uint32_t from, std::uint32_t to,
             Duration time) const {
    const Place a{{from}, world_.cities[from]};
    const Place b{{to}, world_.cities[to]};
    for (const FaultSettings& fault : plan) {
      if (!lasts(fault, time)) {
        continue;
      }
      bool is_named = false;
      for (const LinkScope& link : fault.links) {
        is_named = is_named || link.covers(a, b);
      }
      const bool is_lossy = (fault.kind == "loss" || fault.kind == "corruption") &&
                            fault.probability_ppm > 500'000 && (fault.links.empty() || is_named);
      const bool is_cut = (fault.kind == "link_down" || fault.kind == "flapping_link" ||
                           fault.kind == "cable_cut") &&
                          is_named;
      const auto in = [&](std::uint32_t city) {
        return std::count(fault.cities.begin(), fault.cities.end(), city) > 0;
      };
      const bool is_region = fault.kind == "region_cut" && in(a.city) != in(b.city);
      bool is_split = false;
      if (fault.kind == "partition") {
        int group_a = -1;
        int group_b = -1;
        for (int group = 0; group < static_cast<int>(fault.groups.size()); ++group) {
          for (const EndpointId member : fault.groups[static_cast<std::size_t>(group)]) {
            group_a = member.value == from ? group : group_a;
            group_b = member.value == to ? group : group_b;
          }
        }
        is_split = group_a >= 0 && group_b >= 0 && group_a != group_b;
      }
      if (is_lossy || is_cut || is_region || is_split) {
        return false;
      }
    }
    return true;
  }

  std::int64_t best_power(const std::vector<FaultSettings>& plan, Duration time) const {
    const auto size = static_cast<std::uint32_t>(world_.powers.size());
    std::vector<std::vector<bool>> reach(size, std::vector<bool>(size, false));
    for (std::uint32_t a = 0; a < size; ++a) {
      reach[a][a] = is_there(plan, a, time);
      for (const std::uint32_t b : world_.neighbours[a]) {
        reach[a][b] = is_there(plan, a, time) && is_there(plan, b, time) &&
                      hears(plan, a, b, time) && hears(plan, b, a, time);
      }
    }
    for (std::uint32_t via = 0; via < size; ++via) {
      for (std::uint32_t a = 0; a < size; ++a) {
        for (std::uint32_t b = 0; b < size; ++b) {
          reach[a][b] = reach[a][b] || (reach[a][via] && reach[via][b]);
        }
      }
    }
    std::int64_t best = 0;
    for (std::uint32_t a = 0; a < size; ++a) {
      std::int64_t power = 0;
      for (std::uint32_t b = 0; b < size; ++b) {
        power += reach[a][b] ? world_.powers[b] : 0;
      }
      best = std::max(best, power);
    }
    return best;
  }

  AtlasWorld world_;
};

RandomPlanSettings settings_of(std::uint64_t seed, FaultBudget budget) {
  RandomPlanSettings settings;
  settings.seed = seed;
  settings.faults = 6;
  for (const FaultMaker& maker : fault_makers()) {
    settings.kinds.emplace_back(maker.kind);
  }
  settings.from = seconds{1};
  settings.until = seconds{9};
  settings.atlas = ring();
  settings.world.cities = settings.atlas.cities;
  settings.world.cities_total = 3;
  settings.world.is_bandwidth_modelled = true;
  settings.world.risk_groups["sea"] = {LinkScope::between_cities(0, 1),
                                       LinkScope::between_cities(1, 0)};
  settings.world.sites["tower"] = {{2}};
  settings.world.countries["NG"] = {{3}};
  settings.world.bits_per_s = 1'000'000;
  settings.budget = budget;
  settings.crashed_max = 2;
  return settings;
}

}  // namespace

TEST_CASE("atlas: the core is what is honest, up, and connected", "[unit]") {
  const FaultAtlas atlas{ring()};
  const std::vector<FaultSettings> plan{crash(1, 2, 3)};
  CHECK(atlas.core({}, seconds{0}) == nodes({0, 1, 2, 3, 4, 5}));
  CHECK(atlas.core(plan, seconds{2}) == nodes({0, 2, 3, 4, 5}));
  CHECK(atlas.core(plan, seconds{5}) == nodes({0, 1, 2, 3, 4, 5}));
  CHECK(atlas.admits(plan));
}

TEST_CASE("atlas: a node that lost its records counts as down from then on", "[unit]") {
  const FaultAtlas atlas{ring()};
  const std::vector<FaultSettings> plan{crash(1, 2, 3, Disk::wiped)};
  CHECK(atlas.core(plan, seconds{100}) == nodes({0, 2, 3, 4, 5}));
  // One after the other would be two of seven at any time, but both have forgotten.
  const std::vector<FaultSettings> both{crash(1, 2, 3, Disk::wiped), crash(2, 6, 1)};
  CHECK_FALSE(atlas.admits(both));
  CHECK(atlas.admits_once_healed(both));
}

TEST_CASE("atlas: plans that leave no quorum are refused, and the reason says when", "[unit]") {
  const FaultAtlas atlas{ring()};
  const std::vector<FaultSettings> two{crash(1, 2, 3), crash(2, 4, 3)};
  const Result<void> refused = atlas.admits(two);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("at 4000 ms") != std::string::npos);
  CHECK(refused.error().message.find("4 of 7") != std::string::npos);
  CHECK(atlas.admits(std::vector{crash(1, 2, 2), crash(2, 4, 3)}));
  const FaultSettings split{.kind = "partition",
                            .duration = seconds{1},
                            .groups = {{{0}, {1}}, {{2}, {3}, {4}, {5}, {6}}}};
  CHECK_FALSE(atlas.admits(std::vector{split}));
  const FaultSettings everywhere{
      .kind = "loss", .duration = seconds{1}, .probability_ppm = 600'000};
  CHECK_FALSE(atlas.admits(std::vector{everywhere}));
}

TEST_CASE("atlas: what an adversary may still corrupt is left out of the core", "[unit]") {
  AtlasWorld world = ring();
  world.lies[6] = false;
  world.corruptible = 2;
  const FaultAtlas atlas{world};
  CHECK(atlas.admits({}));
  CHECK_FALSE(atlas.admits(std::vector{crash(1, 2, 3)}));
}

TEST_CASE("atlas: every plan drawn within the budget is survivable, asked otherwise", "[unit]") {
  const SlowAtlas slow{ring()};
  std::size_t faults = 0;
  std::set<std::string> kinds;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto plan = draw_random_plan(settings_of(seed, FaultBudget::survivable));
    faults += plan.size();
    for (const FaultSettings& fault : plan) {
      kinds.insert(fault.kind);
    }
    INFO(seed);
    CHECK(slow.survives(plan, seconds{10}));
  }
  // The budget leaves room for most of what is drawn.
  CHECK(faults > 1'200);
  // Each city holds two nodes: with the traitor more than may be missing.
  CHECK_FALSE(kinds.contains("city_outage"));
  CHECK(kinds.size() >= fault_makers().size() - 3);
}

TEST_CASE("atlas: both ways of asking refuse the same plans", "[unit]") {
  const SlowAtlas slow{ring()};
  const FaultAtlas atlas{ring()};
  int refused = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    RandomPlanSettings settings = settings_of(seed, FaultBudget::unlimited);
    settings.faults = 3;
    std::vector<FaultSettings> plan = draw_random_plan(settings);
    // On the grid of the slow one.
    for (FaultSettings& fault : plan) {
      const Duration grid = std::chrono::milliseconds{50};
      fault.at = fault.at / grid * grid;
      fault.duration = (*fault.duration / grid + 1) * grid;
    }
    INFO(seed);
    const bool is_admitted = atlas.admits(plan).has_value();
    CHECK(is_admitted == slow.survives(plan, seconds{10}));
    refused += is_admitted ? 0 : 1;
  }
  CHECK(refused > 50);
  CHECK(refused < 295);
}

TEST_CASE("random_plan: a healing plan leaves a core once it is over", "[unit]") {
  const FaultAtlas atlas{ring()};
  int not_survivable = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto plan = draw_random_plan(settings_of(seed, FaultBudget::healing));
    CHECK(atlas.admits_once_healed(plan));
    not_survivable += atlas.admits(plan) ? 0 : 1;
  }
  CHECK(not_survivable > 100);
}

}  // namespace callo::sim::test
