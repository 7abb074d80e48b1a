#pragma once

#include "sim/trace/metrics.hpp"

namespace callo::sim {

// Part of a run, the end excluded.
struct TimeWindow {
  Duration from{};
  Duration until{};
};

// What has a meaning for a part of a run: blocks and payments.
bool is_of_window(const MetricKey& metric);

// Those metrics alone. Blocks, throughput and the number of transactions are of what was committed
// in the window, finality and unfinished payments of what was to be paid in it; recovery_s is the
// time from its beginning to the first commit in it.
Metrics measure_window(const RunRecord& record, const TimeWindow& window);

}  // namespace callo::sim
