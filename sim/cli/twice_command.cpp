#include <array>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "sim/cli/commands.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/worker_pool.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/trace/event_log.hpp"

namespace callo::sim {

namespace {

namespace fs = std::filesystem;

struct OneRun {
  WorkerEnd end;
  std::string digest;  // empty: there is no summary
};

// One `callo run --twice`: two processes, whose events are compared one by one.
class TwiceCommand {
 public:
  TwiceCommand(const RunArguments& arguments, const ScenarioSpec& spec)
      : arguments_(arguments),
        name_(spec.name),
        seed_(arguments.seed.value_or(spec.seeds.first)),
        logs_{arguments.digest_log.empty() ? scratch_.path() / "first" : arguments.digest_log,
              scratch_.path() / "second"} {}

  int execute();

 private:
  // To the person, wherever standard output is for a program.
  void say(const std::string& text) const {
    if (!arguments_.is_quiet) {
      std::fputs(text.c_str(), arguments_.is_json ? stderr : stdout);
    }
  }

  WorkerRun worker_run(const fs::path& log) const;
  int conclude(const std::vector<OneRun>& runs) const;
  int report_difference(const std::vector<OneRun>& runs, const std::string& difference) const;

  const RunArguments& arguments_;
  ScratchFolder scratch_;
  std::string name_;
  std::uint64_t seed_;
  std::array<fs::path, 2> logs_;
};

// Only the first run leaves results: the second must be the same.
WorkerRun TwiceCommand::worker_run(const fs::path& log) const {
  WorkerRun run{arguments_.scenario,        seed_,   arguments_.overrides,
                name_of(arguments_.engine), "never", {"--digest-log", log.string()}};
  if (!arguments_.uses_memos) {
    run.more.emplace_back("--no-memos");
  }
  if (log == logs_[0] && arguments_.results != KeepResults::never) {
    run.results = arguments_.results == KeepResults::always ? "always" : "failed";
    if (!arguments_.out.empty()) {
      run.more.insert(run.more.end(), {"--out", arguments_.out.string()});
    }
    if (arguments_.is_forced) {
      run.more.emplace_back("--force");
    }
  }
  return run;
}

int TwiceCommand::conclude(const std::vector<OneRun>& runs) const {
  for (const OneRun& run : runs) {
    if (run.digest.empty()) {
      std::fputs(run.end.errors.c_str(), stderr);
      return run.end.exit_code;
    }
  }
  if (arguments_.is_json) {
    std::fputs(runs[0].end.output.c_str(), stdout);
  }
  const std::string difference = first_difference(logs_[0], logs_[1]);
  if (runs[0].digest == runs[1].digest && difference.empty()) {
    say("the digest is the same twice: " + runs[0].digest + "\n");
    return runs[0].end.exit_code;
  }
  return report_difference(runs, difference);
}

// That two runs differ is an error, which no option silences.
int TwiceCommand::report_difference(const std::vector<OneRun>& runs,
                                    const std::string& difference) const {
  complain("the digests differ: " + runs[0].digest + " and " + runs[1].digest);
  if (difference.empty()) {
    complain("every event is the same: the runs differ after the last one");
  } else {
    complain("first differing event (number, time in ns, endpoint, kind, digest):\n" + difference);
  }
  return kFailed;
}

int TwiceCommand::execute() {
  std::vector<std::vector<std::string>> jobs;
  for (const fs::path& log : logs_) {
    jobs.push_back(run_arguments(worker_run(log)));
  }
  say(name_ + ", seed " + std::to_string(seed_) + ", twice\n");
  std::vector<OneRun> runs;
  WorkerPool pool(std::move(jobs), logs_.size());
  const bool is_complete = pool.run([&](std::size_t, const WorkerEnd& end) {
    const auto summary = nlohmann::json::parse(end.output, nullptr, false);
    runs.push_back({end, summary.is_object() ? summary.value("digest", "") : ""});
  });
  return is_complete ? conclude(runs) : kInterrupted;
}

}  // namespace

int twice_command(const RunArguments& arguments) {
  const ScenarioResult spec = read_scenario_file(arguments.scenario, arguments.overrides);
  if (!spec) {
    complain(spec.error());
    return kBadUsage;
  }
  return TwiceCommand{arguments, *spec}.execute();
}

}  // namespace callo::sim
