#include "sim/explore/trial.hpp"

#include <algorithm>

#include "sim/checkers/liveness.hpp"
#include "sim/explore/patience.hpp"
#include "sim/explore/recoverable.hpp"
#include "sim/scenario/cast.hpp"
#include "sim/scenario/runner.hpp"

namespace callo::sim {

namespace {

std::vector<bool> honest_endpoints(const ScenarioSpec& spec) {
  const Cast cast{spec, NodeMap{spec.network}, {}};
  std::vector<bool> honest;
  for (const std::uint32_t node : cast.endpoint_nodes()) {
    honest.push_back(cast.is_honest(NodeId{node}));
  }
  return honest;
}

Outcome outcome_of(const ScenarioSpec& spec, RunRecord record, ProbeObserver& observer) {
  forgive_hopeless_stalls(spec, record);
  Outcome outcome;
  outcome.seed = spec.seeds.first;
  outcome.digest = record.digest;
  outcome.findings = findings_of(spec, record);
  outcome.probes = observer.finish(record);
  outcome.events = record.events;
  outcome.messages = record.messages;
  outcome.simulated = record.simulated;
  outcome.height = record.blocks.empty() ? 0 : record.blocks.back().height;
  outcome.rounds = record.rounds;
  outcome.nodes = spec.network.topology.nodes;
  outcome.faults = static_cast<std::uint32_t>(spec.faults.size());
  outcome.traitors = static_cast<std::uint32_t>(spec.traitors.size());
  return outcome;
}

Outcome run_once(const ScenarioSpec& spec, RunMemory& memory) {
  ProbeObserver observer{honest_endpoints(spec)};
  RunOptions options;
  options.seed = spec.seeds.first;
  options.engine = HostEngine::standalone;
  options.observer = &observer;
  options.memory = &memory;
  Result<RunRecord> record = run_scenario(spec, options);
  if (!record) {
    Outcome outcome;
    outcome.seed = spec.seeds.first;
    outcome.findings.push_back(
        {FindingKind::bad_draw, "host", record.error().message, Duration{}, std::nullopt});
    return outcome;
  }
  return outcome_of(spec, std::move(*record), observer);
}

bool is_stall(const Finding& finding) {
  return finding.kind == FindingKind::violation && finding.claim == Liveness::kClaim;
}

}  // namespace

// The bound of progress is a trip wire, short so that a run is. Whoever trips it is given the time
// that the protocol may take.
Outcome run_trial(const ScenarioSpec& spec, RunMemory& memory) {
  Outcome outcome = run_once(spec, memory);
  const bool has_stalled = std::any_of(outcome.findings.begin(), outcome.findings.end(), is_stall);
  if (has_stalled && run_once(with_patience(spec), memory).findings.empty()) {
    std::erase_if(outcome.findings, is_stall);
  }
  return outcome;
}

}  // namespace callo::sim
