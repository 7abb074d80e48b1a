#include <cstdio>
#include <fstream>

#include "sim/cli/commands.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/scenario/expectations.hpp"
#include "sim/scenario/reader.hpp"

namespace callo::sim {

namespace {

// The value of a leading comment "# key: value", as failure_toml writes it.
std::string comment_of(const std::filesystem::path& file, const std::string& key) {
  std::ifstream in(file);
  const std::string prefix = "# " + key + ": ";
  for (std::string line; std::getline(in, line) && line.starts_with('#');) {
    if (line.starts_with(prefix)) {
      return line.substr(prefix.size());
    }
  }
  return "";
}

std::string digest_verdict(const std::string& recorded, const std::string& digest) {
  if (recorded.empty()) {
    return "the file records no digest to compare with";
  }
  return recorded == digest ? "the digest is the recorded one"
                            : "the digest is NOT the recorded one, " + recorded;
}

// A claim that was expected to break is no failed expectation, but it is what is replayed.
std::string failure_verdict(const RunRecord& record, bool has_failed) {
  if (!record.violations.empty()) {
    return "it still breaks " + record.violations.front().claim;
  }
  return has_failed ? "no claim breaks, but an expectation fails" : "it no longer fails";
}

}  // namespace

int replay_command(const std::filesystem::path& file) {
  const ScenarioResult spec = read_scenario_file(file);
  if (!spec) {
    complain(spec.error());
    return kBadUsage;
  }
  RunOptions options;
  options.seed = spec->seeds.first;
  options.interrupt = &catch_interrupts();
  if (comment_of(file, "engine") == "standalone") {
    options.engine = HostEngine::standalone;
  }
  const Result<RunRecord> record = run_scenario(*spec, options);
  if (!record) {
    complain(record.error().message);
    return kBadUsage;
  }
  const std::vector<ExpectationRow> expectations = judge(*spec, *record);
  std::fputs(report({*spec, options.seed, options.engine, *record, expectations}).c_str(), stdout);
  if (record->was_interrupted) {
    return kInterrupted;
  }
  const bool has_failed = !all_hold(expectations);
  std::printf("%s; %s\n", failure_verdict(*record, has_failed).c_str(),
              digest_verdict(comment_of(file, "digest"), record->digest).c_str());
  return has_failed ? kFailed : kAllHeld;
}

}  // namespace callo::sim
