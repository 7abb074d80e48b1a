#include "sim/explore/campaign.hpp"

#include <algorithm>

#include "sim/explore/seed_runs.hpp"
#include "sim/explore/worker_job.hpp"
#include "sim/scenario/brief.hpp"
#include "sim/scenario/show.hpp"

namespace callo::sim {

namespace {

constexpr int kShowMs = 200;
// Enough for every worker to have its next job at hand.
constexpr std::size_t kJobsAhead = 3;

}  // namespace

Campaign::Campaign(CampaignPlan plan, OnProgress on_progress, OnFailure on_new_signature)
    : plan_{std::move(plan)},
      on_progress_{std::move(on_progress)},
      on_new_signature_{std::move(on_new_signature)},
      pool_{plan_.workers, WorkerJob{plan_.base, plan_.arms, plan_.mode}, plan_.cpu_seconds_max} {
  for (const Arm* arm : plan_.arms) {
    ArmReport& report = reports_.emplace_back();
    report.arm = arm->name;
    report.probe_runs.resize(probes().size());
  }
}

std::vector<JobEnd> Campaign::wait_and_show() {
  std::vector<JobEnd> ends = pool_.wait(kShowMs);
  if (on_progress_) {
    const std::uint64_t seeds = plan_.seeds.last - plan_.seeds.first + 1;
    on_progress_({reports_, seeds * plan_.arms.size(), now_});
  }
  return ends;
}

bool Campaign::explore() {
  for (std::size_t arm = 0; arm < plan_.arms.size() && !has_stopped_; ++arm) {
    now_ = plan_.arms[arm]->name;
    explore_arm(arm);
  }
  return !has_stopped_;
}

void Campaign::explore_arm(std::size_t arm) {
  SeedRuns runs{pool_, {arm, plan_.seeds, plan_.is_double, plan_.must_stop}};
  while (true) {
    runs.submit();
    if (runs.is_over()) {
      has_stopped_ = runs.was_stopped();
      return;
    }
    runs.take(wait_and_show());
    while (const std::optional<Outcome> outcome = runs.next()) {
      take(reports_[arm], *outcome);
      if (plan_.stops_at_failure && outcome->has_failed()) {
        forget_jobs();
        return;
      }
    }
  }
}

void Campaign::forget_jobs() {
  pool_.drop_waiting();
  while (pool_.unfinished() > 0) {
    wait_and_show();
  }
}

void Campaign::take(ArmReport& report, const Outcome& outcome) {
  ++report.runs;
  count(report, outcome);
  if (!outcome.has_failed()) {
    return;
  }
  ++report.failed;
  report.first_failure = report.first_failure.value_or(report.runs);
  for (const Finding& finding : outcome.findings) {
    report.mismatches += finding.kind == FindingKind::mismatch ? 1U : 0U;
    note_failure(report, outcome, finding);
  }
}

void Campaign::count(ArmReport& report, const Outcome& outcome) {
  report.events += outcome.events;
  report.messages += outcome.messages;
  report.heights += outcome.height;
  report.later_rounds += outcome.rounds - std::min<std::uint64_t>(outcome.rounds, outcome.height);
  report.faults += outcome.faults;
  report.traitors += outcome.traitors;
  report.simulated_ns += outcome.simulated.count();
  report.cpu_ns += outcome.cpu_ns;
  ++report.by_nodes[outcome.nodes];
  for (const std::uint32_t probe : outcome.probes.hits()) {
    ++report.probe_runs[probe];
  }
}

void Campaign::note_failure(ArmReport& report, const Outcome& outcome, const Finding& finding) {
  const std::string signature = signature_of(finding);
  const auto found =
      std::find_if(report.signatures.begin(), report.signatures.end(),
                   [&](const SignatureReport& known) { return known.signature == signature; });
  if (found == report.signatures.end()) {
    SignatureReport added;
    added.signature = signature;
    added.finding = finding;
    added.failures = 1;
    added.first_seed = added.seed = outcome.seed;
    added.events = outcome.events;
    report.signatures.push_back(std::move(added));
    on_new_signature_(report, report.signatures.back());
    return;
  }
  ++found->failures;
  if (outcome.events < found->events) {
    found->events = outcome.events;
    found->seed = outcome.seed;
    found->finding = finding;
  }
}

// Runs in order; what comes after the first failure is not waited for longer than it takes to end.
std::optional<FirstFailure> Campaign::find_first(std::size_t arm,
                                                 const std::vector<std::string>& scenarios,
                                                 const std::string& signature) {
  std::map<std::uint64_t, std::size_t> index_of_job;
  std::map<std::size_t, Outcome> ended;
  std::size_t submitted = 0;
  std::size_t judged = 0;
  std::optional<FirstFailure> first;
  while (!first && judged < scenarios.size()) {
    while (submitted < scenarios.size() && pool_.unfinished() < kJobsAhead * pool_.size()) {
      index_of_job[pool_.submit(request_for_scenario(arm, scenarios[submitted]))] = submitted;
      ++submitted;
    }
    for (const JobEnd& end : wait_and_show()) {
      ended[index_of_job[end.job]] = outcome_of(end, 0);
    }
    for (auto next = ended.find(judged); next != ended.end() && !first; next = ended.find(judged)) {
      if (find_signature(next->second, signature) != nullptr) {
        first = FirstFailure{judged, std::move(next->second)};
      }
      ended.erase(next);
      ++judged;
    }
  }
  forget_jobs();
  return first;
}

void Campaign::shrink_all() {
  for (std::size_t arm = 0; arm < reports_.size(); ++arm) {
    for (SignatureReport& signature : reports_[arm].signatures) {
      now_ = "shrinking " + signature.signature;
      shrink_one(arm, signature);
    }
  }
}

void Campaign::shrink_one(std::size_t arm, SignatureReport& signature) {
  const ScenarioSpec drawn = plan_.arms[arm]->draw(plan_.base, signature.seed, plan_.mode);
  const Json document = brief_fields(drawn);
  const FindFirst find = [&](const std::vector<std::string>& scenarios) {
    return find_first(arm, scenarios, signature.signature);
  };
  // The run itself, once more, by itself.
  const std::optional<FirstFailure> again = find({json_to_toml(document)});
  if (!again) {
    return;
  }
  signature.shrunk = plan_.shrinks ? shrink(document, again->outcome, signature.signature, find,
                                            plan_.candidates_max)
                                   : Shrunk{document, again->outcome, 0};
  const std::optional<FirstFailure> replay = find({json_to_toml(signature.shrunk->document)});
  signature.replays = replay && replay->outcome.digest == signature.shrunk->outcome.digest;
}

}  // namespace callo::sim
