#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/explore/arm.hpp"
#include "sim/explore/fork_pool.hpp"
#include "sim/explore/outcome.hpp"
#include "sim/explore/shrink.hpp"

namespace callo::sim {

struct CampaignPlan {
  ScenarioSpec base;
  std::vector<const Arm*> arms;
  IntegerRange seeds;  // of every arm
  ExploreMode mode = ExploreMode::budgeted;
  std::size_t workers = 1;
  std::uint32_t cpu_seconds_max = 60;  // of one run
  bool is_double = false;              // every seed twice, in whatever process is free
  bool shrinks = true;
  bool stops_at_failure = false;  // an arm ends with its first failing seed
  std::uint64_t candidates_max = 3'000;
  // Asked before each seed, in the order of seeds.
  std::function<bool()> must_stop;
};

// All failures of one signature.
struct SignatureReport {
  std::string signature;
  Finding finding;           // of `seed`
  std::uint64_t failures{};  // seeds
  std::uint64_t first_seed{};
  std::uint64_t seed{};          // the one with the smallest run, by events
  std::uint64_t events{};        // of that run
  std::optional<Shrunk> shrunk;  // absent: not shrunk
  bool replays = false;          // the file's scenario gave the same digest in another run
  std::string file;              // where its scenario stands
};

struct ArmReport {
  std::string arm;
  std::uint64_t runs{};  // seeds whose outcome is known, from the first on without a gap
  std::uint64_t failed{};
  std::optional<std::uint64_t> first_failure;  // how many seeds it took
  std::uint64_t mismatches{};                  // of double runs
  std::uint64_t events{};
  std::uint64_t messages{};
  std::uint64_t heights{};
  std::uint64_t later_rounds{};  // beyond the first of their height
  std::uint64_t faults{};
  std::uint64_t traitors{};
  std::map<std::uint32_t, std::uint64_t> by_nodes;  // runs by number of nodes
  std::vector<std::uint64_t> probe_runs;            // by probe: runs that hit it
  std::int64_t simulated_ns{};
  std::int64_t cpu_ns{};
  std::vector<SignatureReport> signatures;  // in the order of their first seed
};

// What is told of a campaign under way.
struct CampaignProgress {
  const std::vector<ArmReport>& arms;
  std::uint64_t runs_planned{};  // of all arms
  std::string now;               // "swarm", "shrinking violation agreement"
};

// Runs every seed of every arm in worker processes, tells failures apart, and shrinks one of each
// kind. What it finds depends on the plan alone, not on the number of workers.
class Campaign {
 public:
  using OnProgress = std::function<void(const CampaignProgress&)>;
  using OnFailure = std::function<void(const ArmReport&, const SignatureReport&)>;

  Campaign(CampaignPlan plan, OnProgress on_progress, OnFailure on_new_signature);

  // False when it was stopped before the last seed.
  bool explore();
  // One failure of each signature, as far as it has not been done.
  void shrink_all();

  const std::vector<ArmReport>& reports() const { return reports_; }

  std::vector<ArmReport>& reports() { return reports_; }

  const CampaignPlan& plan() const { return plan_; }

 private:
  void explore_arm(std::size_t arm);
  // Until every worker is idle.
  void forget_jobs();
  void take(ArmReport& report, const Outcome& outcome);
  void count(ArmReport& report, const Outcome& outcome);
  void note_failure(ArmReport& report, const Outcome& outcome, const Finding& finding);
  void shrink_one(std::size_t arm, SignatureReport& signature);
  std::optional<FirstFailure> find_first(std::size_t arm, const std::vector<std::string>& scenarios,
                                         const std::string& signature);
  std::vector<JobEnd> wait_and_show();

  CampaignPlan plan_;
  OnProgress on_progress_;
  OnFailure on_new_signature_;
  ForkPool pool_;
  std::vector<ArmReport> reports_;
  std::string now_;
  bool has_stopped_ = false;
};

}  // namespace callo::sim
