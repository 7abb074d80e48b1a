#include "sim/cli/result_files.hpp"

#include <array>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "sim/cli/build_info.hpp"
#include "sim/cli/costs.hpp"
#include "sim/scenario/fields.hpp"
#include "sim/scenario/show.hpp"
#include "sim/trace/tables.hpp"

namespace callo::sim {

namespace {

constexpr int kIndent = 2;
constexpr std::size_t kHostNameBytesMax = 256;

std::string host_name() {
  std::array<char, kHostNameBytesMax> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

Json volatile_json(const FinishedRun& run) {
  const std::int64_t ended = machine_calendar_seconds();
  const std::int64_t wall_seconds = run.record.costs.wall_ns / 1'000'000'000;
  return {{"started_at", to_text(CalendarTime(std::chrono::seconds(ended - wall_seconds)))},
          {"ended_at", to_text(CalendarTime(std::chrono::seconds(ended)))},
          {"host", host_name()}};
}

std::string printed(const Json& json) {
  return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string name_of(HostEngine engine) {
  return engine == HostEngine::simgrid ? "simgrid" : "standalone";
}

Json manifest_json(const FinishedRun& run) {
  const BuildInfo build = build_info();
  Json libraries = Json::object();
  for (const auto& [name, version] : build.libraries) {
    libraries[name] = version;
  }
  return {{"name", run.spec.name},
          {"seed", run.seed},
          {"engine", name_of(run.engine)},
          {"digest", run.record.digest},
          {"interrupted", run.record.was_interrupted},
          {"version", build.version},
          {"commit", build.commit},
          {"compiler", build.compiler},
          {"build_type", build.build_type},
          {"libraries", libraries},
          {"scenario", write_fields(run.spec)},
          {"volatile", volatile_json(run)}};
}

std::string failure_toml(const FinishedRun& run) {
  ScenarioSpec spec = run.spec;
  spec.seeds = {run.seed, run.seed};
  return "# engine: " + name_of(run.engine) + "\n# digest: " + run.record.digest + "\n" +
         to_toml(spec);
}

std::map<std::string, std::string> result_files(const FinishedRun& run) {
  std::map<std::string, std::string> files = csv_tables(run.record);
  files["manifest.json"] = printed(manifest_json(run));
  files["summary.json"] = printed(summary_json(run.record, run.expectations));
  if (!run.record.violations.empty()) {
    files["failure.toml"] = failure_toml(run);
  }
  return files;
}

}  // namespace callo::sim
