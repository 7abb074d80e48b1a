#include "tests/support/catch.hpp"
#include "tests/support/scenario_runs.hpp"

namespace callo {

using test::run_standalone;
using test::scenario;

// Three of seven let one half decide, forget their locks, and let the other half decide something
// else. They sign nothing twice; what names them is that nobody can justify their later votes.
TEST_CASE("accountability: a coalition that forgets its locks is named without any double vote",
          "[sim]") {
  const sim::ScenarioSpec spec = scenario("byzantine/three-of-seven-amnesia.toml");
  for (std::uint64_t seed = spec.seeds.first; seed <= spec.seeds.last; ++seed) {
    const sim::RunRecord record = run_standalone(spec, seed);
    INFO("seed " << seed);
    bool is_broken = false;
    for (const sim::ViolationRow& violation : record.violations) {
      INFO(violation.claim << ": " << violation.detail);
      CHECK(violation.claim == "agreement");
      is_broken = true;
    }
    CHECK(is_broken);
    CHECK(record.accountability.attributed_breaks > 0);
    CHECK(record.accountability.unattributed_breaks == 0);
    CHECK(record.accountability.culprits == std::vector<std::uint32_t>{1, 3, 5});
  }
}

}  // namespace callo
