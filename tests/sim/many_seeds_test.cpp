#include "sim/scenario/kinds.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_runs.hpp"

namespace callo {

using test::run_standalone;
using test::scenario;
using test::SeedStatistics;

namespace {

SeedStatistics run_all_seeds(const sim::ScenarioSpec& spec, std::size_t named_min) {
  SeedStatistics statistics;
  for (std::uint64_t seed = spec.seeds.first; seed <= spec.seeds.last; ++seed) {
    statistics.add(seed, run_standalone(spec, seed), named_min);
  }
  return statistics;
}

}  // namespace

TEST_CASE("many seeds: two traitors of seven and random faults break nothing", "[sim]") {
  const SeedStatistics statistics =
      run_all_seeds(scenario("byzantine/two-random-traitors.toml"), 0);
  INFO(statistics.table());
  WARN(statistics.table());
  CHECK(statistics.violated.empty());
  CHECK(statistics.accused_honest == 0);
  // Every kind of fault and of traitor was drawn, and did something in some run.
  CHECK(statistics.drawn.size() ==
        sim::fault_kind_names().size() + sim::drawn_traitor_kind_names().size());
  for (const auto& [kind, count] : statistics.fired) {
    INFO(kind << " never did anything");
    CHECK(count > 0);
  }
}

TEST_CASE("many seeds: three equivocators of seven break agreement and are named", "[sim]") {
  constexpr std::size_t kTraitors = 3;
  const SeedStatistics statistics =
      run_all_seeds(scenario("byzantine/three-of-seven-equivocate.toml"), kTraitors);
  INFO(statistics.table());
  WARN(statistics.table());
  CHECK(statistics.violated.at("agreement") > 0);
  CHECK(statistics.attributed_breaks > 0);
  CHECK(statistics.unattributed_breaks == 0);
  CHECK(statistics.breaks_with_too_few_named == 0);
  CHECK(statistics.accused_honest == 0);
  CHECK(statistics.violated.count("nobody_framed") == 0);
  CHECK(statistics.violated.count("accountability") == 0);
}

}  // namespace callo
