#include "sim/explore/report.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "sim/scenario/fields.hpp"

namespace callo::sim {

namespace {

constexpr double kNanosecondsPerSecond = 1e9;

Json json_of(const SignatureReport& report) {
  Json json{{"signature", report.signature},        {"claim", report.finding.claim},
            {"kind", name_of(report.finding.kind)}, {"detail", report.finding.detail},
            {"failures", report.failures},          {"first_seed", report.first_seed},
            {"smallest_seed", report.seed}};
  if (report.shrunk) {
    const Outcome& outcome = report.shrunk->outcome;
    json["shrunk"] = {{"nodes", outcome.nodes},       {"faults", outcome.faults},
                      {"traitors", outcome.traitors}, {"heights", outcome.height},
                      {"rounds", outcome.rounds},     {"candidates", report.shrunk->candidates},
                      {"digest", outcome.digest},     {"replays", report.replays}};
    json["file"] = report.file;
  }
  return json;
}

Json probes_json(const ArmReport& report) {
  Json json = Json::object();
  for (std::size_t i = 0; i < probes().size(); ++i) {
    json[probes()[i].name] = report.probe_runs[i];
  }
  return json;
}

Json volatile_json(const ArmReport& report) {
  const double cpu_seconds = static_cast<double>(report.cpu_ns) / kNanosecondsPerSecond;
  const double simulated = static_cast<double>(report.simulated_ns) / kNanosecondsPerSecond;
  const double per = cpu_seconds > 0 ? 1 / cpu_seconds : 0;
  return {{"cpu_seconds", cpu_seconds},
          {"runs_per_cpu_second", static_cast<double>(report.runs) * per},
          {"simulated_seconds_per_cpu_second", simulated * per}};
}

Json json_of(const ArmReport& report) {
  Json json{{"arm", report.arm},         {"runs", report.runs},
            {"failed", report.failed},   {"digest_mismatches", report.mismatches},
            {"events", report.events},   {"messages", report.messages},
            {"heights", report.heights}, {"rounds_beyond_the_first", report.later_rounds},
            {"faults", report.faults},   {"traitors", report.traitors}};
  json["seeds_to_first_failure"] = report.first_failure ? Json(*report.first_failure) : Json();
  json["simulated_seconds"] = static_cast<double>(report.simulated_ns) / kNanosecondsPerSecond;
  json["runs_by_nodes"] = Json::object();
  for (const auto& [nodes, runs] : report.by_nodes) {
    json["runs_by_nodes"][std::to_string(nodes)] = runs;
  }
  json["signatures"] = Json::array();
  for (const SignatureReport& signature : report.signatures) {
    json["signatures"].push_back(json_of(signature));
  }
  json["probes"] = probes_json(report);
  json["volatile"] = volatile_json(report);
  return json;
}

}  // namespace

ProbeCoverage probe_coverage(const ScenarioSpec& base, const std::vector<ArmReport>& reports) {
  ProbeCoverage coverage;
  for (std::size_t i = 0; i < probes().size(); ++i) {
    if (!is_possible(probes()[i], base)) {
      continue;
    }
    ++coverage.possible;
    const bool was_hit = std::any_of(reports.begin(), reports.end(), [i](const ArmReport& report) {
      return report.probe_runs[i] > 0;
    });
    if (!was_hit) {
      coverage.never_hit.push_back(probes()[i].name);
    }
  }
  return coverage;
}

Json explore_json(const CampaignPlan& plan, const std::vector<ArmReport>& reports,
                  bool is_complete) {
  Json json{{"name", plan.base.name},
            {"seeds", to_text(plan.seeds)},
            {"mode", plan.mode == ExploreMode::budgeted ? "budgeted" : "unlimited"},
            {"double", plan.is_double},
            {"interrupted", !is_complete}};
  json["arms"] = Json::array();
  for (const ArmReport& report : reports) {
    json["arms"].push_back(json_of(report));
  }
  json["probes_never_hit"] = probe_coverage(plan.base, reports).never_hit;
  json["scenario"] = write_fields(plan.base);
  return json;
}

}  // namespace callo::sim
