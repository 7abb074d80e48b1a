#include <cstdio>

#include <nlohmann/json.hpp>

#include "sim/cli/commands.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/costs.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/explore_display.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/explore/failure_file.hpp"
#include "sim/explore/report.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/trace/junit.hpp"
#include "sim/trace/result_folder.hpp"

namespace callo::sim {

namespace {

namespace fs = std::filesystem;

constexpr const char* kRegressions = "scenarios/regression";
constexpr std::int64_t kMinute_ns = 60'000'000'000;
constexpr int kReportIndent = 2;

class ExploreCommand {
 public:
  ExploreCommand(const ExploreArguments& arguments, ScenarioSpec base)
      : arguments_{arguments},
        display_{is_terminal_output() && !arguments.is_quiet},
        interrupted_{catch_interrupts()},
        campaign_{make_plan(std::move(base)),
                  [this](const CampaignProgress& progress) { show(progress); },
                  [this](const ArmReport& arm, const SignatureReport& signature) {
                    announce(arm, signature);
                  }} {}

  int execute();

 private:
  CampaignPlan make_plan(ScenarioSpec base);
  fs::path out() const;
  bool must_stop() const;
  void show(const CampaignProgress& progress);
  void say(const std::string& text);
  void announce(const ArmReport& arm, const SignatureReport& signature);
  Result<void> write_failures();
  Result<void> write_reports(bool is_complete);
  std::vector<JunitCase> junit_cases() const;
  void conclude();

  const ExploreArguments& arguments_;
  CostMeter meter_;
  ExploreDisplay display_;
  // lint: allow thread: a signal handler shares the flag with the one thread
  const std::atomic<bool>& interrupted_;
  Campaign campaign_;
};

CampaignPlan ExploreCommand::make_plan(ScenarioSpec base) {
  CampaignPlan plan;
  plan.seeds = arguments_.seeds.value_or(base.seeds);
  if (arguments_.has_canary) {
    base.expect.invariants.push_back("canary");
  }
  plan.base = std::move(base);
  for (const std::string& name : arguments_.arms) {
    plan.arms.push_back(find_arm(name));
  }
  plan.mode = arguments_.is_unlimited ? ExploreMode::unlimited : ExploreMode::budgeted;
  plan.workers = arguments_.workers;
  plan.cpu_seconds_max = arguments_.run_seconds_max;
  plan.is_double = arguments_.is_double;
  plan.shrinks = arguments_.shrinks;
  plan.candidates_max = arguments_.shrink_runs_max;
  plan.stops_at_failure = arguments_.stops_at_failure;
  plan.must_stop = [this] { return must_stop(); };
  return plan;
}

fs::path ExploreCommand::out() const {
  const ScenarioSpec& base = campaign_.plan().base;
  return arguments_.out.empty() ? fs::path("results") / base.name / "explore" : arguments_.out;
}

bool ExploreCommand::must_stop() const {
  return interrupted_.load() ||
         (arguments_.minutes && meter_.wall_ns() / kMinute_ns >= *arguments_.minutes);
}

void ExploreCommand::show(const CampaignProgress& progress) {
  if (!arguments_.is_quiet) {
    display_.show(progress, meter_.wall_ns());
  }
}

void ExploreCommand::say(const std::string& text) {
  display_.clear();
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

void ExploreCommand::announce(const ArmReport& arm, const SignatureReport& signature) {
  say("FAILED  " + arm.arm + ", seed " + std::to_string(signature.first_seed) + ": " +
      signature.finding.claim + ": " + signature.finding.detail + "\n");
}

Result<void> ExploreCommand::write_failures() {
  for (ArmReport& arm : campaign_.reports()) {
    for (SignatureReport& signature : arm.signatures) {
      if (!signature.shrunk) {
        continue;
      }
      const std::string name = failure_name(campaign_.plan().base.name, signature);
      const fs::path file = out() / name / "failure.toml";
      std::error_code error;
      fs::create_directories(file.parent_path(), error);
      if (const auto written = write_file(file, failure_text(name, arm.arm, signature)); !written) {
        return written;
      }
      signature.file = file.string();
      const Outcome& small = signature.shrunk->outcome;
      say("shrunk  " + signature.signature + "\n        to " + std::to_string(small.nodes) +
          " nodes, " + std::to_string(small.faults) + " faults, " + std::to_string(small.traitors) +
          " traitors, " + std::to_string(small.rounds) + " rounds (" +
          std::to_string(signature.shrunk->candidates) + " tried)" +
          (signature.replays ? "" : "; its digest is NOT repeatable") +
          "\n        ./callo replay " + shell_word(signature.file) + "\n");
    }
  }
  return {};
}

std::vector<JunitCase> ExploreCommand::junit_cases() const {
  std::vector<JunitCase> cases;
  for (const ArmReport& arm : campaign_.reports()) {
    const std::string suite = "explore " + campaign_.plan().base.name;
    for (const SignatureReport& signature : arm.signatures) {
      cases.push_back({suite, arm.arm + " seed " + std::to_string(signature.seed), 0,
                       JunitCase::Outcome::failed, signature.signature,
                       signature.finding.detail + "\n" + signature.file});
    }
    if (arm.signatures.empty()) {
      cases.push_back({suite, arm.arm + ", " + std::to_string(arm.runs) + " seeds",
                       arm.cpu_ns / 1'000'000, JunitCase::Outcome::passed, "", ""});
    }
  }
  return cases;
}

Result<void> ExploreCommand::write_reports(bool is_complete) {
  Json json = explore_json(campaign_.plan(), campaign_.reports(), is_complete);
  json["volatile"] = {{"wall_seconds", static_cast<double>(meter_.wall_ns()) / 1e9},
                      {"workers", arguments_.workers}};
  std::error_code error;
  fs::create_directories(out(), error);
  const Result<void> written =
      write_file(out() / "explore.json",
                 json.dump(kReportIndent, ' ', false, Json::error_handler_t::replace) + "\n");
  if (!written || arguments_.junit.empty()) {
    return written;
  }
  return write_file(arguments_.junit, junit_xml(junit_cases()));
}

void ExploreCommand::conclude() {
  for (const ArmReport& arm : campaign_.reports()) {
    say(summary_line(arm) + "\n");
  }
  const auto [possible, missed] = probe_coverage(campaign_.plan().base, campaign_.reports());
  std::string text =
      std::to_string(possible - missed.size()) + " of " + std::to_string(possible) + " probes hit";
  for (std::size_t i = 0; i < missed.size(); ++i) {
    text += (i == 0 ? "; never: " : ", ") + missed[i];
  }
  say(text + "\nresults " + out().string() + "\n");
}

int ExploreCommand::execute() {
  const ScenarioSpec& base = campaign_.plan().base;
  say(base.name + ", seeds " + to_text(campaign_.plan().seeds) + ", " +
      std::to_string(arguments_.workers) + " workers\n");
  const bool is_complete = campaign_.explore();
  if (!interrupted_.load()) {
    campaign_.shrink_all();
  }
  Result<void> written = write_failures();
  if (written) {
    written = write_reports(is_complete);
  }
  if (!written) {
    complain(written.error().message);
    return kBadUsage;
  }
  conclude();
  if (interrupted_.load()) {
    complain("interrupted; the results are of the seeds that ended");
    return kInterrupted;
  }
  const bool has_failed = std::any_of(campaign_.reports().begin(), campaign_.reports().end(),
                                      [](const ArmReport& report) { return report.failed > 0; });
  return has_failed ? kFailed : kAllHeld;
}

int promote_command(const fs::path& failure) {
  const Result<fs::path> target = promote(failure, kRegressions);
  if (!target) {
    complain(target.error().message);
    return kBadUsage;
  }
  std::printf("%s\n", target->string().c_str());
  return kAllHeld;
}

}  // namespace

int explore_command(const ExploreArguments& arguments) {
  if (!arguments.promoted.empty()) {
    return promote_command(arguments.promoted);
  }
  ScenarioResult base = read_scenario_file(arguments.scenario, arguments.overrides);
  if (!base) {
    complain(base.error());
    return kBadUsage;
  }
  return ExploreCommand{arguments, std::move(*base)}.execute();
}

}  // namespace callo::sim
