#include "tests/support/scenario_runs.hpp"

#include <set>
#include <stdexcept>

#include "tests/support/source_folder.hpp"

namespace callo::test {

sim::ScenarioSpec scenario(const std::string& path, const std::vector<std::string>& overrides) {
  const auto file = test::source_folder() / "scenarios" / path;
  sim::ScenarioResult result = sim::read_scenario_file(file, overrides);
  if (!result) {
    throw std::runtime_error(result.error().render());
  }
  return *result;
}

sim::RunRecord run_standalone(const sim::ScenarioSpec& spec, std::uint64_t seed, bool memos) {
  sim::RunOptions options;
  options.seed = seed;
  options.engine = sim::HostEngine::standalone;
  options.memos = memos;
  Result<sim::RunRecord> record = sim::run_scenario(spec, options);
  if (!record) {
    throw std::runtime_error(record.error().message);
  }
  return *record;
}

void SeedStatistics::add(std::uint64_t seed, const sim::RunRecord& record, std::size_t named_min) {
  for (const sim::FaultRow& fault : record.faults) {
    ++drawn[fault.kind];
    fired[fault.kind] += fault.fired > 0 ? 1U : 0U;
  }
  std::set<std::string> claims;
  for (const sim::ViolationRow& violation : record.violations) {
    if (first_violation.empty()) {
      first_violation =
          "seed " + std::to_string(seed) + ": " + violation.claim + ": " + violation.detail;
    }
    claims.insert(violation.claim);
  }
  for (const std::string& claim : claims) {
    ++violated[claim];
  }
  for (const sim::EvidenceRow& row : record.evidence) {
    accused_honest += record.nodes[row.culprit].traitor.empty() ? 1U : 0U;
  }
  for (const std::uint32_t culprit : record.accountability.culprits) {
    accused_honest += record.nodes[culprit].traitor.empty() ? 1U : 0U;
  }
  attributed_breaks += record.accountability.attributed_breaks;
  unattributed_breaks += record.accountability.unattributed_breaks;
  if (record.accountability.attributed_breaks > 0 &&
      record.accountability.culprits.size() < named_min) {
    ++breaks_with_too_few_named;
  }
}

std::string SeedStatistics::table() const {
  std::string text = "kind: drawn, fired\n";
  for (const auto& [kind, count] : drawn) {
    text += kind + ": " + std::to_string(count) + ", " + std::to_string(fired.at(kind)) + "\n";
  }
  for (const auto& [claim, count] : violated) {
    text += "violated " + claim + " in " + std::to_string(count) + " runs\n";
  }
  return text + "breaks attributed " + std::to_string(attributed_breaks) + ", unattributed " +
         std::to_string(unattributed_breaks) + "\n" + first_violation;
}

}  // namespace callo::test
