#include "sim/scenario/written_out.hpp"

#include "sim/scenario/brief.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_runs.hpp"

namespace callo {

TEST_CASE("written out: what a seed draws runs the same when the scenario says it in full",
          "[sim]") {
  const sim::ScenarioSpec spec = test::scenario("byzantine/two-random-traitors.toml");
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const sim::ScenarioSpec full = sim::written_out(spec, seed);
    const sim::ScenarioResult read =
        sim::read_scenario(sim::to_brief_toml(full), "two-random-traitors.toml");
    INFO("seed " << seed << "\n" << sim::to_brief_toml(full));
    REQUIRE(read);
    CHECK(*read == full);
    CHECK(read->faults.size() == 4);
    CHECK(read->traitors.size() == 2);
    CHECK(test::run_standalone(*read, seed).digest == test::run_standalone(spec, seed).digest);
  }
}

TEST_CASE("written out: whom an adversary corrupts is corrupted once", "[sim]") {
  const sim::ScenarioSpec spec = test::scenario("adversary/own-view.toml");
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const sim::ScenarioSpec full = sim::written_out(spec, seed);
    CHECK(full.traitors.empty());
    CHECK(test::run_standalone(full, seed).digest == test::run_standalone(spec, seed).digest);
  }
}

}  // namespace callo
