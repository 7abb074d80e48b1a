#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "sim/cli/commands.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/worker_pool.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/trace/junit.hpp"
#include "sim/trace/result_folder.hpp"

namespace callo::sim {

namespace {

namespace fs = std::filesystem;

// Beyond this a range of seeds is a slip of the pen.
constexpr std::uint64_t kSeedsMax = 1'000'000;

struct Regression {
  fs::path file;
  ScenarioSpec spec;
  std::uint64_t broken_seeds = 0;  // of the claim that is expected to break
};

struct Job {
  std::size_t regression{};
  std::uint64_t seed{};
};

class Check {
 public:
  explicit Check(const CheckArguments& arguments) : arguments_(arguments) {}

  int execute();

 private:
  bool collect();
  bool collect_from(const fs::path& path, std::vector<fs::path>& files) const;
  std::vector<std::vector<std::string>> make_jobs();
  void judge_run(std::size_t job, const WorkerEnd& end);
  void judge_some_seeds();
  void add(JunitCase item, const std::string& replay);
  int conclude(bool is_complete);

  const CheckArguments& arguments_;
  std::vector<Regression> regressions_;
  std::vector<Job> jobs_;
  std::vector<JunitCase> cases_;
};

// Files as they are named, folders with all that is below them in byte order.
bool Check::collect_from(const fs::path& path, std::vector<fs::path>& files) const {
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    files.push_back(path);
    return true;
  }
  std::vector<fs::path> found;
  for (auto entry = fs::recursive_directory_iterator(path, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->is_regular_file(error) && entry->path().extension() == ".toml") {
      found.push_back(entry->path());
    }
  }
  if (error || found.empty()) {
    complain(path.string() + ": " + (error ? error.message() : "no scenario in this folder"));
    return false;
  }
  std::sort(found.begin(), found.end());
  files.insert(files.end(), found.begin(), found.end());
  return true;
}

bool Check::collect() {
  bool is_good = true;
  std::vector<fs::path> files;
  for (const fs::path& path : arguments_.paths) {
    is_good = collect_from(path, files) && is_good;
  }
  for (const fs::path& file : files) {
    ScenarioResult spec = read_scenario_file(file);
    if (!spec) {
      complain(spec.error());
      is_good = false;
    } else if (spec->seeds.last - spec->seeds.first >= kSeedsMax) {
      complain(file.string() + ": more than " + std::to_string(kSeedsMax) + " seeds");
      is_good = false;
    } else {
      regressions_.push_back({file, std::move(*spec)});
    }
  }
  return is_good;
}

std::vector<std::vector<std::string>> Check::make_jobs() {
  std::vector<std::vector<std::string>> commands;
  for (std::size_t i = 0; i < regressions_.size(); ++i) {
    const IntegerRange seeds = regressions_[i].spec.seeds;
    for (std::uint64_t n = 0; n <= seeds.last - seeds.first; ++n) {
      jobs_.push_back({i, seeds.first + n});
      commands.push_back(run_arguments(
          {regressions_[i].file, seeds.first + n, {}, name_of(arguments_.engine), "failed", {}}));
    }
  }
  return commands;
}

void Check::add(JunitCase item, const std::string& replay) {
  const bool is_passed = item.outcome == JunitCase::Outcome::passed;
  std::printf("%s  %s %s%s\n", is_passed ? "ok    " : "FAILED", item.suite.c_str(),
              item.name.c_str(), is_passed ? "" : (": " + item.message).c_str());
  if (!is_passed && !replay.empty()) {
    std::printf("        %s\n", replay.c_str());
  }
  std::fflush(stdout);
  cases_.push_back(std::move(item));
}

void Check::judge_run(std::size_t job, const WorkerEnd& end) {
  Regression& regression = regressions_[jobs_[job].regression];
  RunArguments run;
  run.scenario = regression.file;
  run.engine = arguments_.engine;
  const std::string replay = replay_line(run, jobs_[job].seed);
  JunitCase item{regression.spec.name,
                 "seed-" + std::to_string(jobs_[job].seed),
                 0,
                 JunitCase::Outcome::passed,
                 "",
                 end.errors};
  const auto summary = nlohmann::json::parse(end.output, nullptr, false);
  if (!summary.is_object()) {
    item.outcome = JunitCase::Outcome::error;
    item.message = "ended with exit code " + std::to_string(end.exit_code) + ": " +
                   end.errors.substr(0, end.errors.find('\n'));
    add(std::move(item), replay);
    return;
  }
  item.wall_ms = static_cast<std::int64_t>(summary["volatile"]["wall_seconds"].get<double>() * 1e3);
  for (const auto& row : summary["expectations"]) {
    if (!row["holds"].get<bool>()) {
      item.outcome = JunitCase::Outcome::failed;
      item.message += (item.message.empty() ? "" : "; ") + row["text"].get<std::string>() + " (" +
                      row["value"].get<std::string>() + ")";
    }
  }
  const auto& violations = summary["violations"];
  const bool has_broken =
      std::any_of(violations.begin(), violations.end(), [&](const auto& violation) {
        return violation["claim"] == regression.spec.expect.violation.value_or("");
      });
  regression.broken_seeds += has_broken ? 1 : 0;
  if (end.exit_code != kAllHeld && item.outcome == JunitCase::Outcome::passed) {
    item.outcome = JunitCase::Outcome::error;
    item.message = "ended with exit code " + std::to_string(end.exit_code);
  }
  item.detail = replay + "\n" + item.message + "\n" + violations.dump(2);
  add(std::move(item), replay);
}

// A claim that must break in some of the seeds is judged over all of them.
void Check::judge_some_seeds() {
  for (const Regression& regression : regressions_) {
    const ExpectSpec& expect = regression.spec.expect;
    if (!expect.violation || expect.violation_seeds != ViolationSeeds::some) {
      continue;
    }
    JunitCase item{regression.spec.name,
                   "some seed breaks " + *expect.violation,
                   0,
                   JunitCase::Outcome::passed,
                   "",
                   ""};
    if (regression.broken_seeds == 0) {
      item.outcome = JunitCase::Outcome::failed;
      item.message = "it held in every seed";
    }
    add(std::move(item), "");
  }
}

int Check::conclude(bool is_complete) {
  const auto bad = std::count_if(cases_.begin(), cases_.end(), [](const JunitCase& item) {
    return item.outcome != JunitCase::Outcome::passed;
  });
  std::printf("%zu of %zu held\n", cases_.size() - static_cast<std::size_t>(bad), cases_.size());
  if (!arguments_.junit.empty()) {
    std::stable_sort(cases_.begin(), cases_.end(),
                     [](const JunitCase& a, const JunitCase& b) { return a.suite < b.suite; });
    if (const auto written = write_file(arguments_.junit, junit_xml(cases_)); !written) {
      complain(written.error().message);
      return kBadUsage;
    }
  }
  if (!is_complete) {
    complain("interrupted: " + std::to_string(jobs_.size()) + " runs were planned");
    return kInterrupted;
  }
  return bad == 0 ? kAllHeld : kFailed;
}

int Check::execute() {
  if (!collect()) {
    return kBadUsage;
  }
  WorkerPool pool(make_jobs(), arguments_.workers);
  const bool is_complete =
      pool.run([this](std::size_t job, const WorkerEnd& end) { judge_run(job, end); });
  if (is_complete) {
    judge_some_seeds();
  }
  return conclude(is_complete);
}

}  // namespace

int check_command(const CheckArguments& arguments) {
  return Check(arguments).execute();
}

}  // namespace callo::sim
