// What runs of one process lend each other must not show in any of them.
#include "sim/scenario/run_memory.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/scenario_runs.hpp"

namespace callo::test {

namespace {

std::string digest_with(const sim::ScenarioSpec& spec, std::uint64_t seed, sim::RunMemory* memory) {
  sim::RunOptions options;
  options.seed = seed;
  options.engine = sim::HostEngine::standalone;
  options.memory = memory;
  return sim::run_scenario(spec, options).value().digest;
}

}  // namespace

TEST_CASE("a run that borrows keys and genesis of earlier ones is the same run", "[sim]") {
  for (const char* crypto : {"modelled", "ed25519"}) {
    for (const char* keys : {"", "key_seed=7"}) {
      std::vector<std::string> overrides{std::string("crypto=\"") + crypto + "\""};
      if (*keys != '\0') {
        overrides.emplace_back(keys);
      }
      const sim::ScenarioSpec spec = scenario("byzantine/told-mutations.toml", overrides);
      sim::RunMemory memory;
      for (const std::uint64_t seed : {1u, 2u, 1u, 3u}) {
        INFO(crypto << " " << keys << " seed " << seed);
        CHECK(digest_with(spec, seed, &memory) == digest_with(spec, seed, nullptr));
      }
    }
  }
}

TEST_CASE("the key seed says which keys, the seed what else happens", "[sim]") {
  const auto spec = [](const char* key_seed) {
    return scenario("byzantine/told-mutations.toml", {std::string("key_seed=") + key_seed});
  };
  CHECK(digest_with(spec("1"), 1, nullptr) ==
        digest_with(scenario("byzantine/told-mutations.toml"), 1, nullptr));
  CHECK(digest_with(spec("2"), 1, nullptr) != digest_with(spec("1"), 1, nullptr));
  CHECK(digest_with(spec("1"), 2, nullptr) != digest_with(spec("1"), 1, nullptr));
}

}  // namespace callo::test
