#include "sim/explore/differential.hpp"

#include <array>
#include <set>

#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/explore/trial.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/runner.hpp"

namespace callo::sim {

namespace {

constexpr std::array kComparedWays{Dissemination::flood, Dissemination::tree,
                                   Dissemination::exchange};
constexpr std::size_t kTextBytesMax = 4'096;
constexpr int kSimgridSecondsMax = 120;

// The digest of the run under SimGrid, of which a process can have one only; empty when that
// process died.
std::string simgrid_digest(const ScenarioSpec& spec) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) {
    return "";
  }
  const pid_t child = ::fork();
  if (child == 0) {
    itimerval limit{};
    limit.it_value.tv_sec = kSimgridSecondsMax;
    ::setitimer(ITIMER_PROF, &limit, nullptr);
    RunOptions options;
    options.seed = spec.seeds.first;
    options.engine = HostEngine::simgrid;
    const Result<RunRecord> record = run_scenario(spec, options);
    const std::string text = record ? record->digest : record.error().message;
    const bool is_written = ::write(ends[1], text.data(), text.size()) > 0;
    ::_exit(is_written ? 0 : 1);
  }
  ::close(ends[1]);
  std::string text(kTextBytesMax, '\0');
  const ssize_t read = child > 0 ? ::read(ends[0], text.data(), text.size()) : -1;
  text.resize(read > 0 ? static_cast<std::size_t>(read) : 0);
  ::close(ends[0]);
  if (child > 0) {
    ::waitpid(child, nullptr, 0);
  }
  return text;
}

// Which claims of safety broke; "-" for none.
std::string verdict_of(const Outcome& outcome) {
  std::set<std::string> broken;
  for (const Finding& finding : outcome.findings) {
    if (finding.kind == FindingKind::violation && finding.claim != "liveness") {
      broken.insert(finding.claim);
    }
  }
  std::string text;
  for (const std::string& claim : broken) {
    text += (text.empty() ? "" : "+") + claim;
  }
  return text.empty() ? "-" : text;
}

ScenarioSpec sent_by(ScenarioSpec spec, Dissemination way) {
  const ConsensusSpec standard;
  spec.consensus.dissemination = way;
  spec.consensus.trees = way == Dissemination::flood ? standard.trees : spec.consensus.trees;
  if (way != Dissemination::exchange) {
    spec.consensus.exchange_timeout = standard.exchange_timeout;
    spec.consensus.exchange_order = standard.exchange_order;
  }
  return spec;
}

void add_divergence(Outcome& outcome, const std::string& between, const std::string& detail) {
  outcome.findings.push_back(
      {FindingKind::divergence, between, detail, outcome.simulated, std::nullopt});
}

}  // namespace

Outcome run_differential_trial(const ScenarioSpec& spec, RunMemory& memory) {
  Outcome outcome = run_trial(spec, memory);
  if (const std::string digest = simgrid_digest(spec); digest != outcome.digest) {
    add_divergence(outcome, "hosts", "SimGrid's digest is not the stand-alone host's");
  }
  std::set<std::string> verdicts;
  std::string detail;
  for (const Dissemination way : kComparedWays) {
    const std::string verdict = verdict_of(run_trial(sent_by(spec, way), memory));
    verdicts.insert(verdict);
    detail += (detail.empty() ? "" : ", ") + name_of(way) + " " + verdict;
  }
  if (verdicts.size() > 1) {
    add_divergence(outcome, "dissemination", detail);
  }
  return outcome;
}

}  // namespace callo::sim
