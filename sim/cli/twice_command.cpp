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

int conclude(const std::vector<OneRun>& runs, const fs::path& first_log,
             const fs::path& second_log) {
  for (const OneRun& run : runs) {
    if (run.digest.empty()) {
      std::fputs(run.end.errors.c_str(), stderr);
      return run.end.exit_code;
    }
  }
  const std::string difference = first_difference(first_log, second_log);
  if (runs[0].digest == runs[1].digest && difference.empty()) {
    std::printf("the digest is the same twice: %s\n", runs[0].digest.c_str());
    return runs[0].end.exit_code;
  }
  std::printf("the digests differ: %s and %s\n", runs[0].digest.c_str(), runs[1].digest.c_str());
  if (difference.empty()) {
    std::puts("every event is the same: the runs differ after the last one");
  } else {
    std::printf("first differing event (number, time in ns, endpoint, kind, digest):\n%s",
                difference.c_str());
  }
  return kFailed;
}

}  // namespace

int twice_command(const RunArguments& arguments) {
  const ScenarioResult spec = read_scenario_file(arguments.scenario, arguments.overrides);
  if (!spec) {
    complain(spec.error());
    return kBadUsage;
  }
  const std::uint64_t seed = arguments.seed.value_or(spec->seeds.first);
  const ScratchFolder scratch;
  const std::vector<fs::path> logs{scratch.path() / "first", scratch.path() / "second"};
  std::vector<std::vector<std::string>> jobs;
  for (const fs::path& log : logs) {
    WorkerRun run{arguments.scenario,        seed,    arguments.overrides,
                  name_of(arguments.engine), "never", {"--digest-log", log.string()}};
    if (&log == &logs.front() && arguments.results == KeepResults::always) {
      run.results = "always";
      if (!arguments.out.empty()) {
        run.more.insert(run.more.end(), {"--out", arguments.out.string()});
      }
      if (arguments.is_forced) {
        run.more.emplace_back("--force");
      }
    }
    jobs.push_back(run_arguments(run));
  }
  std::printf("%s, seed %llu, twice\n", spec->name.c_str(), static_cast<unsigned long long>(seed));
  std::vector<OneRun> runs;
  WorkerPool pool(std::move(jobs), logs.size());
  const bool is_complete = pool.run([&](std::size_t, const WorkerEnd& end) {
    const auto summary = nlohmann::json::parse(end.output, nullptr, false);
    runs.push_back({end, summary.is_object() ? summary.value("digest", "") : ""});
  });
  return is_complete ? conclude(runs, logs[0], logs[1]) : kInterrupted;
}

}  // namespace callo::sim
