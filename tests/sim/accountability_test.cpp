#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/scenario_runs.hpp"

namespace callo {

using test::run_standalone;
using test::scenario;

namespace {

const std::vector<std::uint32_t> kForgetful{1, 3, 5};

// Whom the nodes named by asking each other.
std::vector<std::uint32_t> named_by_answers(const sim::RunRecord& record) {
  std::vector<std::uint32_t> named;
  for (const sim::EvidenceRow& row : record.evidence) {
    if (row.kind == "amnesia") {
      named.push_back(row.culprit);
    }
  }
  std::sort(named.begin(), named.end());
  return named;
}

void check_that_only_agreement_broke(const sim::RunRecord& record) {
  CHECK_FALSE(record.violations.empty());
  for (const sim::ViolationRow& violation : record.violations) {
    INFO(violation.claim << ": " << violation.detail);
    CHECK(violation.claim == "agreement");
  }
}

}  // namespace

// Three of seven let one half decide, forget their locks, and let the other half decide something
// else. They sign nothing twice; what names them is that nobody can justify their later votes.
TEST_CASE("accountability: a coalition that forgets its locks is named without any double vote",
          "[sim]") {
  const sim::ScenarioSpec spec = scenario("byzantine/three-of-seven-amnesia.toml");
  for (std::uint64_t seed = spec.seeds.first; seed <= spec.seeds.last; ++seed) {
    const sim::RunRecord record = run_standalone(spec, seed);
    INFO("seed " << seed);
    check_that_only_agreement_broke(record);
    CHECK(record.accountability.attributed_breaks > 0);
    CHECK(record.accountability.unattributed_breaks == 0);
    CHECK(record.accountability.culprits == kForgetful);
    CHECK(named_by_answers(record) == kForgetful);
    CHECK(record.accountability.suspects.empty());
  }
}

// One of either side is away when it is asked, and answers from its records.
TEST_CASE("accountability: an honest node that crashed and recovered is heard and not framed",
          "[sim]") {
  const sim::ScenarioSpec spec = scenario("byzantine/three-of-seven-amnesia-crash.toml");
  for (std::uint64_t seed = spec.seeds.first; seed <= spec.seeds.last; ++seed) {
    const sim::RunRecord record = run_standalone(spec, seed);
    INFO("seed " << seed);
    check_that_only_agreement_broke(record);
    CHECK(named_by_answers(record) == kForgetful);
    CHECK(record.accountability.suspects.empty());
  }
}

}  // namespace callo
