#include "sim/explore/worker_job.hpp"

#include <sys/resource.h>

#include "protocol/base/check.hpp"
#include "sim/scenario/brief.hpp"
#include "sim/scenario/reader.hpp"

namespace callo::sim {

namespace {

constexpr char kSeed = 's';
constexpr char kScenario = 't';

std::int64_t nanoseconds_of(const timeval& time) {
  return (std::int64_t{time.tv_sec} * 1'000'000 + time.tv_usec) * 1'000;
}

// A name that every scenario may have, whatever it is called.
constexpr const char* kReplayFile = "failure.toml";

std::string first_line(const Diagnostics& diagnostics) {
  const std::string text = diagnostics.render();
  return text.substr(0, text.find('\n'));
}

Outcome bad_draw(std::uint64_t seed, std::string detail) {
  Outcome outcome;
  outcome.seed = seed;
  outcome.findings.push_back(
      {FindingKind::bad_draw, "scenario", std::move(detail), Duration{}, std::nullopt});
  return outcome;
}

// Of this process, until now: what a run costs is no part of the run.
std::int64_t processor_ns() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return nanoseconds_of(usage.ru_utime) + nanoseconds_of(usage.ru_stime);
}

}  // namespace

std::string request_for_seed(std::size_t arm, std::uint64_t seed) {
  return kSeed + std::to_string(arm) + " " + std::to_string(seed);
}

std::string request_for_scenario(std::size_t arm, const std::string& toml) {
  return kScenario + std::to_string(arm) + " " + toml;
}

Outcome WorkerJob::run_seed(const Arm& arm, std::uint64_t seed) const {
  const ScenarioSpec drawn = arm.draw(base_, seed, mode_);
  const ScenarioResult read = read_scenario(to_brief_toml(drawn), kReplayFile);
  if (!read) {
    return bad_draw(seed, first_line(read.error()));
  }
  return *read == drawn ? arm.run(*read, *memory_)
                        : bad_draw(seed, "what was drawn reads back to something else");
}

std::string WorkerJob::operator()(const std::string& request) const {
  const std::int64_t before = processor_ns();
  const std::size_t space = request.find(' ');
  const std::size_t index = std::stoull(request.substr(1, space - 1));
  CALLO_CHECK(index < arms_.size());
  const Arm& arm = *arms_[index];
  const std::string rest = request.substr(space + 1);
  Outcome outcome;
  if (request[0] == kSeed) {
    outcome = run_seed(arm, std::stoull(rest));
  } else {
    const ScenarioResult spec = read_scenario(rest, kReplayFile);
    outcome = spec ? arm.run(*spec, *memory_) : bad_draw(0, first_line(spec.error()));
  }
  outcome.cpu_ns = processor_ns() - before;
  return to_line(outcome);
}

Outcome outcome_of(const JobEnd& end, std::uint64_t seed) {
  if (!end.death) {
    return outcome_of_line(end.reply);
  }
  Outcome outcome;
  outcome.seed = seed;
  const bool has_timed_out = end.death->has_timed_out;
  outcome.findings.push_back({has_timed_out ? FindingKind::time_out : FindingKind::crash, "process",
                              end.death->reason, Duration{}, std::nullopt});
  return outcome;
}

}  // namespace callo::sim
