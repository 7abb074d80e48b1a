#include "sim/trace/summary.hpp"

#include <nlohmann/json.hpp>

namespace callo::sim {

namespace {

using Json = nlohmann::ordered_json;

double seconds(std::int64_t nanoseconds) {
  return static_cast<double>(nanoseconds) / static_cast<double>(metric_scale(MetricUnit::seconds));
}

Json number(const std::optional<std::int64_t>& value, MetricUnit unit) {
  if (!value) {
    return nullptr;
  }
  const std::int64_t scale = metric_scale(unit);
  return scale == 1 ? Json(*value) : Json(static_cast<double>(*value) / static_cast<double>(scale));
}

// "finality_s.p99" becomes {"finality_s": {"p99": …}}.
void place(Json& summary, const std::string& key, Json value) {
  const std::size_t dot = key.find('.');
  if (dot == std::string::npos) {
    summary[key] = std::move(value);
  } else {
    summary[key.substr(0, dot)][key.substr(dot + 1)] = std::move(value);
  }
}

Json violations_json(const RunRecord& record) {
  Json list = Json::array();
  for (const ViolationRow& row : record.violations) {
    list.push_back({{"claim", row.claim},
                    {"step", row.step},
                    {"time_s", seconds(row.time.count())},
                    {"node", row.node ? Json(*row.node) : Json()},
                    {"detail", row.detail}});
  }
  return list;
}

Json expectations_json(const std::vector<ExpectationRow>& expectations) {
  Json list = Json::array();
  for (const ExpectationRow& row : expectations) {
    list.push_back({{"text", row.text}, {"holds", row.holds}, {"value", row.value}});
  }
  return list;
}

Json message_kinds_json(const RunRecord& record) {
  Json kinds = Json::object();
  for (const MessageKindRow& row : record.message_kinds) {
    kinds[row.kind] = {{"frames_sent", row.sent.frames_sent},
                       {"bytes_sent", row.sent.bytes_sent},
                       {"frames_delivered", row.frames_delivered}};
  }
  return kinds;
}

Json volatile_json(const RunRecord& record) {
  const VolatileCosts& costs = record.costs;
  const double cpu = seconds(costs.cpu_ns);
  return {{"wall_seconds", seconds(costs.wall_ns)},
          {"cpu_seconds", cpu},
          {"peak_rss_bytes", costs.peak_rss_bytes},
          {"messages_per_cpu_second",
           costs.cpu_ns > 0 ? Json(static_cast<double>(record.messages) / cpu) : Json()}};
}

}  // namespace

Json summary_json(const RunRecord& record, const std::vector<ExpectationRow>& expectations) {
  const Metrics metrics = measure(record);
  Json summary{{"digest", record.digest}, {"interrupted", record.was_interrupted}};
  for (const MetricKey& key : metric_keys()) {
    if (key.name.starts_with(kOverlayMetrics) && !record.overlay) {
      continue;
    }
    if (key.name.starts_with(kLookupMetrics) && !(record.overlay && record.overlay->lookups)) {
      continue;
    }
    // The list of violations is more than the number of them that assertions compare.
    place(summary, key.name,
          key.name == "violations" ? violations_json(record)
                                   : number(metrics.at(key.name), key.unit));
  }
  summary["message_kinds"] = message_kinds_json(record);
  summary["measured_links"] = record.measured_links_ppm / 1e6;
  summary["expectations"] = expectations_json(expectations);
  summary["volatile"] = volatile_json(record);
  return summary;
}

}  // namespace callo::sim
