// Exploring with modelled signatures says something about real ones only if both tell the same
// story.
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/scenario_runs.hpp"

namespace callo::test {

namespace {

// What the chain says, and what the checkers say of it.
struct Story {
  std::vector<std::string> chain;
  std::vector<std::string> verdicts;
  bool operator==(const Story&) const = default;
};

Story story_of(const sim::RunRecord& record) {
  Story story;
  for (const sim::BlockRow& block : record.blocks) {
    story.chain.push_back(std::to_string(block.height) + " " + std::to_string(block.round) + " " +
                          std::to_string(block.proposer));
  }
  for (const sim::TransactionRow& row : record.transactions) {
    story.chain.push_back(row.id + " in " + std::to_string(row.height.value_or(0)));
  }
  for (const sim::ViolationRow& violation : record.violations) {
    story.verdicts.push_back(violation.claim + " by " +
                             std::to_string(violation.node.value_or(UINT32_MAX)) + " at " +
                             std::to_string(violation.time.count()));
  }
  return story;
}

void check_both(sim::ScenarioSpec spec, std::uint64_t seeds) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    spec.crypto = sim::Crypto::modelled;
    const Story modelled = story_of(run_standalone(spec, seed));
    spec.crypto = sim::Crypto::ed25519;
    const Story real = story_of(run_standalone(spec, seed));
    INFO(spec.name << ", seed " << seed);
    CHECK(modelled.chain == real.chain);
    CHECK(modelled.verdicts == real.verdicts);
    CHECK(modelled.chain.size() > 10);
  }
}

}  // namespace

TEST_CASE("modelled and real signatures give the same chain and the same verdicts", "[sim]") {
  check_both(scenario("byzantine/two-random-traitors.toml",
                      {"duration=15s", "random.until=8s", "expect.liveness_after=8s",
                       "expect.liveness_bound=6s"}),
             24);
}

TEST_CASE("modelled and real signatures agree where agreement breaks", "[sim]") {
  check_both(scenario("byzantine/three-of-seven-equivocate.toml", {"duration=15s"}), 3);
}

}  // namespace callo::test
