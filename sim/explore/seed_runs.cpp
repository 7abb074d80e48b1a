#include "sim/explore/seed_runs.hpp"

#include "sim/explore/worker_job.hpp"

namespace callo::sim {

namespace {

// One under way, one at hand, one to come.
constexpr std::size_t kSeedsAheadOfOneWorker = 3;

}  // namespace

SeedRuns::SeedRuns(ForkPool& pool, SeedPlan plan)
    : pool_{pool}, plan_{std::move(plan)}, next_seed_{plan_.seeds.first} {}

void SeedRuns::submit() {
  while (has_more_ && pool_.unfinished() < kSeedsAheadOfOneWorker * pool_.size()) {
    if (plan_.must_stop && plan_.must_stop()) {
      was_stopped_ = true;
      has_more_ = false;
      if (plan_.is_double && next_seed_ > plan_.seeds.first) {
        submit_job(next_seed_ - 1, true);
      }
      return;
    }
    submit_seed();
  }
}

void SeedRuns::submit_seed() {
  submit_job(next_seed_, !plan_.is_double);
  if (plan_.is_double && next_seed_ > plan_.seeds.first) {
    submit_job(next_seed_ - 1, true);
  }
  has_more_ = next_seed_ < plan_.seeds.last;
  if (plan_.is_double && !has_more_) {
    submit_job(next_seed_, true);
  }
  ++next_seed_;
}

void SeedRuns::submit_job(std::uint64_t seed, bool is_last) {
  planned_[pool_.submit(request_for_seed(plan_.arm, seed))] = {seed, is_last};
}

void SeedRuns::take(const std::vector<JobEnd>& ends) {
  for (const JobEnd& end : ends) {
    ended_[end.job] = outcome_of(end, planned_[end.job].seed);
  }
}

std::optional<Outcome> SeedRuns::next() {
  while (!planned_.empty() && ended_.contains(planned_.begin()->first)) {
    const Job job = planned_.begin()->second;
    Outcome outcome = std::move(ended_.extract(planned_.begin()->first).mapped());
    planned_.erase(planned_.begin());
    if (!job.is_last) {
      first_of_two_[job.seed] = std::move(outcome);
      continue;
    }
    if (auto first = first_of_two_.extract(job.seed); !first.empty()) {
      outcome.cpu_ns += first.mapped().cpu_ns;
      if (first.mapped().digest != outcome.digest) {
        outcome.findings.push_back(
            {FindingKind::mismatch, "digest", "two runs differ", outcome.simulated, std::nullopt});
      }
    }
    return outcome;
  }
  return std::nullopt;
}

}  // namespace callo::sim
