#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/run_record.hpp"

namespace callo::sim {

enum class MetricUnit : std::uint8_t { count, bytes, seconds, per_second, ratio };

// A metric is an integer: seconds in nanoseconds, rates and ratios in millionths.
constexpr std::int64_t metric_scale(MetricUnit unit) {
  const bool is_in_millionths = unit == MetricUnit::per_second || unit == MetricUnit::ratio;
  return unit == MetricUnit::seconds ? 1'000'000'000 : is_in_millionths ? 1'000'000 : 1;
}

struct MetricKey {
  std::string name;  // the dotted key of summary.json
  MetricUnit unit{};
};

// Metrics of a run without consensus only; their keys begin so.
inline constexpr std::string_view kOverlayMetrics = "overlay";
// Metrics of a run with lookups only.
inline constexpr std::string_view kLookupMetrics = "lookup";

// What assertions can speak of, in the order of summary.json.
const std::vector<MetricKey>& metric_keys();
// By its name or an alias ("finality.p99", "throughput"); null if there is none.
const MetricKey* find_metric(std::string_view name);
// Names and aliases, for suggestions.
std::vector<std::string> metric_names();

// Absent: infinite, or nothing there to measure (no payment, fewer than two blocks).
using Metrics = std::map<std::string, std::optional<std::int64_t>>;
// Every key of metric_keys().
Metrics measure(const RunRecord& record);

// The nearest-rank percentile of sorted latencies followed by `unfinished` infinite ones: the
// smallest value such that `percent` of all are not above it. Absent: infinite, or none at all.
std::optional<std::int64_t> percentile(std::span<const std::int64_t> sorted,
                                       std::uint64_t unfinished, std::uint32_t percent);

}  // namespace callo::sim
