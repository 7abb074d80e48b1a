#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "sim/trace/metrics.hpp"

namespace callo::sim {

enum class Comparison : std::uint8_t { less, at_most, greater, at_least, equal, unequal };

enum class AssertionScope : std::uint8_t { run, during_fault, after_fault };

// "finality.p99 < 3s", understood: a metric against a bound in the metric's own integer unit.
// "during(cut): throughput_tps > 10" speaks of the time of the fault with that id, "after(cut):
// recovery_s < 120" of the time from its end to that of the run.
struct Assertion {
  std::string text;
  AssertionScope scope = AssertionScope::run;
  std::string fault{};  // its id; empty for a whole run
  MetricKey metric;
  Comparison comparison{};
  std::int64_t bound{};

  // An infinite value is above every bound.
  bool holds(const Metrics& metrics) const;
  // The measured value in the metric's unit, "2.15s" or "infinite".
  std::string measured(const Metrics& metrics) const;
};

// `error.message` says what is wrong and, where there is a near metric, which was meant.
Result<Assertion> parse_assertion(std::string_view text);

}  // namespace callo::sim
