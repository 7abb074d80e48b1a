#include <cstdio>

#include <nlohmann/json.hpp>

#include "sim/cli/commands.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/costs.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/progress_display.hpp"
#include "sim/scenario/expectations.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/trace/result_folder.hpp"

namespace callo::sim {

namespace {

// One `callo run`, from reading to writing.
class RunCommand {
 public:
  RunCommand(const RunArguments& arguments, ScenarioSpec spec)
      : arguments_(arguments),
        spec_(std::move(spec)),
        seed_(arguments.seed.value_or(spec_.seeds.first)) {}

  int execute();

 private:
  ResultFolder folder() const;
  // To the person, wherever standard output is for a program.
  void say(const std::string& text) const;
  Result<RunRecord> run();
  int conclude(const FinishedRun& finished);
  int exit_code(const FinishedRun& finished) const;

  const RunArguments& arguments_;
  ScenarioSpec spec_;
  std::uint64_t seed_;
};

ResultFolder RunCommand::folder() const {
  const auto usual =
      std::filesystem::path("results") / spec_.name / ("seed-" + std::to_string(seed_));
  return {arguments_.out.empty() ? usual : arguments_.out, spec_.name, arguments_.is_forced};
}

void RunCommand::say(const std::string& text) const {
  if (!arguments_.is_quiet) {
    std::fputs(text.c_str(), arguments_.is_json ? stderr : stdout);
    std::fflush(stdout);
  }
}

Result<RunRecord> RunCommand::run() {
  ProgressDisplay display(is_terminal_output());
  RunOptions options;
  options.seed = seed_;
  options.engine = arguments_.engine;
  options.interrupt = &catch_interrupts();
  options.memos = arguments_.uses_memos;
  if (!arguments_.digest_log.empty()) {
    options.digest_log = arguments_.digest_log;
  }
  if (!arguments_.is_quiet) {
    options.progress = [&](const Progress& progress) { display.show(progress); };
  }
  const CostMeter meter;
  Result<RunRecord> record = run_scenario(spec_, options);
  display.finish();
  if (record) {
    record->costs = meter.costs();
  }
  return record;
}

int RunCommand::execute() {
  if (arguments_.results != KeepResults::never) {
    if (const Result<void> possible = check_result_folder(folder()); !possible) {
      complain(possible.error().message);
      return kBadUsage;
    }
  }
  const std::string replay = "replay  " + replay_line(arguments_, seed_) + "\n";
  say(spec_.name + ", seed " + std::to_string(seed_) + "\n" + replay);
  const Result<RunRecord> record = run();
  if (!record) {
    complain(record.error().message);
    return kBadUsage;
  }
  const std::vector<ExpectationRow> expectations = judge(spec_, *record);
  const int code = conclude({spec_, seed_, arguments_.engine, *record, expectations});
  say("seed    " + std::to_string(seed_) + "\n" + replay);
  return code;
}

int RunCommand::conclude(const FinishedRun& finished) {
  say(report(finished));
  if (arguments_.is_json) {
    std::puts(summary_json(finished.record, finished.expectations).dump().c_str());
  }
  const int code = exit_code(finished);
  const bool is_kept = arguments_.results == KeepResults::always ||
                       (arguments_.results == KeepResults::failed && code != kAllHeld);
  if (!is_kept) {
    return code;
  }
  if (const auto written = write_result_folder(folder(), result_files(finished)); !written) {
    complain(written.error().message);
    return kBadUsage;
  }
  say("results " + folder().path.string() + "\n");
  return code;
}

int RunCommand::exit_code(const FinishedRun& finished) const {
  if (finished.record.was_interrupted) {
    complain("interrupted after " + to_text(finished.record.simulated) +
             " of simulated time; the results are of that part");
    return kInterrupted;
  }
  return all_hold(finished.expectations) ? kAllHeld : kFailed;
}

}  // namespace

int run_command(const RunArguments& arguments) {
  ScenarioResult spec = read_scenario_file(arguments.scenario, arguments.overrides);
  if (!spec) {
    complain(spec.error());
    return kBadUsage;
  }
  return RunCommand(arguments, std::move(*spec)).execute();
}

}  // namespace callo::sim
