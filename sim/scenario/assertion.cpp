#include "sim/scenario/assertion.hpp"

#include <array>

#include "sim/scenario/suggestion.hpp"
#include "sim/scenario/units.hpp"
#include "sim/trace/window.hpp"

namespace callo::sim {

namespace {

struct Operator {
  std::string_view spelling;
  Comparison comparison;
};

// The two-letter ones first: "<=" starts with "<".
constexpr std::array kOperators{
    Operator{"<=", Comparison::at_most}, Operator{">=", Comparison::at_least},
    Operator{"==", Comparison::equal},   Operator{"!=", Comparison::unequal},
    Operator{"<", Comparison::less},     Operator{">", Comparison::greater}};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return "";
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_plain_number(std::string_view text) {
  return text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// A number without a unit is in seconds, bytes, per second or simply a count.
Result<std::int64_t> parse_bound(std::string_view text, MetricUnit unit) {
  if (is_plain_number(text) || unit == MetricUnit::count || unit == MetricUnit::ratio) {
    return parse_scaled(text, metric_scale(unit));
  }
  if (unit == MetricUnit::seconds) {
    return parse_duration(text).map([](Duration value) { return value.count(); });
  }
  if (unit == MetricUnit::bytes) {
    return parse_byte_count(text).map([](ByteCount value) { return value.bytes; });
  }
  return parse_event_rate(text).map(
      [](EventRate value) { return value.events_per_million_seconds; });
}

Result<Assertion> parse_comparison(std::string_view text) {
  const std::string quoted = "'" + std::string(text) + "'";
  const std::size_t at = text.find_first_of("<>=!");
  const Operator* found = nullptr;
  for (const Operator& candidate : kOperators) {
    if (found == nullptr && at != std::string_view::npos &&
        text.substr(at).starts_with(candidate.spelling)) {
      found = &candidate;
    }
  }
  if (found == nullptr) {
    return fail(quoted + " is no assertion; write for instance \"commits >= 20\"");
  }
  const std::string_view name = trimmed(text.substr(0, at));
  const MetricKey* metric = find_metric(name);
  if (metric == nullptr) {
    const std::optional<std::string> near = closest(name, metric_names());
    return fail("unknown metric '" + std::string(name) + "'" +
                (near ? ": did you mean '" + *near + "'?" : ""));
  }
  const Result<std::int64_t> bound =
      parse_bound(trimmed(text.substr(at + found->spelling.size())), metric->unit);
  if (!bound) {
    return fail(quoted + ": " + bound.error().message);
  }
  return Assertion{.text = std::string(text),
                   .metric = *metric,
                   .comparison = found->comparison,
                   .bound = *bound};
}

}  // namespace

bool Assertion::holds(const Metrics& metrics) const {
  const std::optional<std::int64_t> value = metrics.at(metric.name);
  const bool is_greater = !value || *value > bound;
  const bool is_equal = value && *value == bound;
  switch (comparison) {
    case Comparison::less:
      return !is_greater && !is_equal;
    case Comparison::at_most:
      return !is_greater;
    case Comparison::greater:
      return is_greater;
    case Comparison::at_least:
      return is_greater || is_equal;
    case Comparison::equal:
      return is_equal;
    case Comparison::unequal:
      return !is_equal;
  }
  return false;
}

std::string Assertion::measured(const Metrics& metrics) const {
  const std::optional<std::int64_t> value = metrics.at(metric.name);
  if (!value) {
    return "infinite";
  }
  const std::string number = to_decimal(*value, metric_scale(metric.unit));
  return metric.unit == MetricUnit::seconds      ? number + "s"
         : metric.unit == MetricUnit::per_second ? number + "/s"
         : metric.unit == MetricUnit::bytes      ? number + "B"
                                                 : number;
}

Result<Assertion> parse_assertion(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    return parse_comparison(text);
  }
  const std::string_view scope = trimmed(text.substr(0, colon));
  const bool is_during = scope.starts_with("during(");
  const std::size_t open = scope.find('(');
  if ((!is_during && !scope.starts_with("after(")) || !scope.ends_with(')')) {
    return fail("'" + std::string(scope) +
                "' is no part of a run; write for instance \"after(cut): recovery_s < 120\"");
  }
  Result<Assertion> assertion = parse_comparison(trimmed(text.substr(colon + 1)));
  if (!assertion) {
    return assertion;
  }
  if (!is_of_window(assertion->metric)) {
    return fail("'" + assertion->metric.name + "' is measured for a whole run only");
  }
  assertion->text = text;
  assertion->scope = is_during ? AssertionScope::during_fault : AssertionScope::after_fault;
  assertion->fault = trimmed(scope.substr(open + 1, scope.size() - open - 2));
  return assertion;
}

}  // namespace callo::sim
