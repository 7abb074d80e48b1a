#include "sim/trace/window.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace callo::sim {

namespace {

constexpr std::array kWindowed{"commits",    "transactions", "throughput_tps",
                               "unfinished", "recovery_s",   "sim_seconds"};
constexpr std::array kWindowedGroups{"finality_s.", "block_interval_s.", "decision_s."};

bool is_in(const TimeWindow& window, Duration time) {
  return window.from <= time && time < window.until;
}

}  // namespace

bool is_of_window(const MetricKey& metric) {
  return std::find(kWindowed.begin(), kWindowed.end(), metric.name) != kWindowed.end() ||
         std::any_of(kWindowedGroups.begin(), kWindowedGroups.end(),
                     [&](const char* group) { return metric.name.starts_with(group); });
}

Metrics measure_window(const RunRecord& record, const TimeWindow& window) {
  RunRecord part;
  part.simulated = std::max(window.until - window.from, Duration{});
  std::copy_if(record.blocks.begin(), record.blocks.end(), std::back_inserter(part.blocks),
               [&](const BlockRow& row) { return is_in(window, row.first_commit_at); });
  part.is_recovery_known = true;
  for (const BlockRow& row : part.blocks) {
    const Duration since = row.first_commit_at - window.from;
    part.recovery = std::min(part.recovery.value_or(since), since);
  }
  RunRecord committed = part;
  for (const TransactionRow& row : record.transactions) {
    if (is_in(window, row.scheduled_at)) {
      part.transactions.push_back(row);
    }
    if (row.committed_at && is_in(window, *row.committed_at)) {
      committed.transactions.push_back(row);
    }
  }
  const Metrics of_committed = measure(committed);
  const Metrics of_part = measure(part);
  Metrics metrics;
  for (const MetricKey& key : metric_keys()) {
    if (is_of_window(key)) {
      const bool is_throughput = key.name == "transactions" || key.name == "throughput_tps";
      metrics[key.name] = (is_throughput ? of_committed : of_part).at(key.name);
    }
  }
  return metrics;
}

}  // namespace callo::sim
