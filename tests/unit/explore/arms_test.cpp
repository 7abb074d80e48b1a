// What the arms draw is a scenario that a file can say, and no seed repeats another.
#include <set>

#include "sim/explore/mutation_arm.hpp"
#include "sim/explore/twins_arm.hpp"
#include "sim/scenario/brief.hpp"
#include "sim/scenario/reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/source_folder.hpp"

namespace callo::sim {
namespace {

constexpr std::uint64_t kSeeds = 400;

void check_draws(const char* arm_name) {
  const auto base =
      read_scenario_file(test::source_folder() / "scenarios/explore/small-banks.toml");
  REQUIRE(base);
  const Arm* const arm = find_arm(arm_name);
  REQUIRE(arm != nullptr);
  std::set<std::string> texts;
  for (const ExploreMode mode : {ExploreMode::budgeted, ExploreMode::unlimited}) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const ScenarioSpec drawn = arm->draw(*base, seed, mode);
      ScenarioSpec nameless = drawn;
      nameless.seeds = {1, 1};
      texts.insert(to_brief_toml(nameless));
      const ScenarioResult read = read_scenario(to_brief_toml(drawn), "small-banks.toml");
      INFO((read ? "" : read.error().render()));
      REQUIRE(read);
      REQUIRE(*read == drawn);
      CHECK(drawn.seeds == IntegerRange{seed, seed});
      CHECK((!drawn.traitors.empty() || drawn.adversary));
    }
  }
  CHECK(texts.size() == 2 * kSeeds);
}

}  // namespace

TEST_CASE("twins arm: every seed is another scenario that a file can say", "[explore]") {
  check_draws("twins");
}

TEST_CASE("adversary arm: every seed is another scenario that a file can say", "[explore]") {
  check_draws("adversary");
}

TEST_CASE("mutation arm: every seed is another scenario that a file can say", "[explore]") {
  check_draws("mutation");
}

}  // namespace callo::sim
