#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/kinds.hpp"
#include "sim/traitors/registry.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_runs.hpp"

namespace callo {

using test::run_standalone;
using test::scenario;

namespace {

constexpr std::array<std::string_view, 4> kDisseminations{"direct", "flood", "tree", "exchange"};
constexpr std::uint64_t kSeeds = 3;

// Two of eight, and a node that is down for a while, so that there is somebody to catch up; whoever
// votes blindly needs somebody who proposes what nobody should vote for.
sim::ScenarioSpec spec_of(std::string_view behaviour, std::string_view dissemination) {
  std::vector<std::string> overrides{
      // Three of eight are missing for a while; the rounds of that time must not be long.
      "consensus.timeout_propose_delta=\"100ms\"", "consensus.timeout_prevote_delta=\"100ms\"",
      "consensus.timeout_precommit_delta=\"100ms\"",
      "traitor.0.behaviour=\"" + std::string{behaviour} + "\"",
      "consensus.dissemination=\"" + std::string{dissemination} + "\""};
  if (dissemination == "direct") {
    overrides.emplace_back("network.topology={ kind = \"complete\", nodes = 8 }");
  }
  const bool is_blind = behaviour == "vote_blindly";
  return scenario(is_blind ? "byzantine/blind-voters.toml" : "byzantine/catch-up-lies.toml",
                  overrides);
}

std::uint64_t count_fired(const sim::RunRecord& record, std::string_view behaviour) {
  std::uint64_t fired = 0;
  for (const sim::FaultRow& row : record.faults) {
    fired += row.kind == "traitor:" + std::string{behaviour} ? row.fired : 0;
  }
  return fired;
}

}  // namespace

TEST_CASE("behaviours: each does something however messages travel, and breaks nothing at f",
          "[sim]") {
  for (const sim::BehaviourKind& kind : sim::behaviour_kinds()) {
    // What is told in detail what to do has tests of its own.
    if (!sim::find_kind(sim::traitor_kinds(), kind.name)->needs.empty()) {
      continue;
    }
    for (const std::string_view dissemination : kDisseminations) {
      const sim::ScenarioSpec spec = spec_of(kind.name, dissemination);
      std::uint64_t fired = 0;
      for (std::uint64_t seed = 1; seed <= kSeeds && fired == 0; ++seed) {
        const sim::RunRecord record = run_standalone(spec, seed);
        fired += count_fired(record, kind.name);
        for (const sim::ViolationRow& violation : record.violations) {
          FAIL_CHECK(kind.name << " under " << dissemination << ", seed " << seed << ": "
                               << violation.claim << ": " << violation.detail);
        }
      }
      INFO(kind.name << " under " << dissemination);
      CHECK(fired > 0);
    }
  }
}

}  // namespace callo
