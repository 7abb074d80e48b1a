#include "sim/scenario/expectations.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "protocol/base/check.hpp"
#include "sim/scenario/assertion.hpp"
#include "sim/trace/window.hpp"

namespace callo::sim {

namespace {

bool is_beyond_traitors(const std::string& claim) {
  constexpr std::array kClaims{"no_correct_key_equivocates", "nobody_framed", "accountability",
                               "certificates_valid", "light_clients_safe"};
  return std::find(kClaims.begin(), kClaims.end(), claim) != kClaims.end();
}

ExpectationRow judge_invariants(const ScenarioSpec& spec, const RunRecord& record) {
  std::set<std::string> broken;
  for (const ViolationRow& violation : record.violations) {
    if (!spec.expect.violation || is_beyond_traitors(violation.claim)) {
      broken.insert(violation.claim);
    }
  }
  std::string value;
  for (const std::string& claim : broken) {
    value += (value.empty() ? "broken: " : ", ") + claim;
  }
  const bool is_all = !spec.expect.violation;
  return {is_all ? "every claim holds" : "no number of traitors breaks the rest", broken.empty(),
          broken.empty() ? "held" : value};
}

ExpectationRow judge_violation(const ExpectSpec& expect, const RunRecord& record) {
  const bool has_broken = is_broken(record, *expect.violation);
  const bool may_hold = expect.violation_seeds == ViolationSeeds::some;
  return {"violation = \"" + *expect.violation + "\"", has_broken || may_hold,
          has_broken ? "broken" : "held"};
}

// Absent: there was no such part of the run.
std::optional<TimeWindow> window_of(const Assertion& assertion, const RunRecord& record) {
  const auto fault = std::find_if(record.faults.begin(), record.faults.end(),
                                  [&](const FaultRow& row) { return row.id == assertion.fault; });
  if (fault == record.faults.end()) {
    return std::nullopt;
  }
  if (assertion.scope == AssertionScope::during_fault) {
    return TimeWindow{fault->at, fault->until.value_or(record.simulated)};
  }
  return fault->until ? std::optional{TimeWindow{*fault->until, record.simulated}} : std::nullopt;
}

ExpectationRow judge_assertion(const Assertion& assertion, const RunRecord& record,
                               const Metrics& of_run) {
  if (assertion.scope == AssertionScope::run) {
    return {assertion.text, assertion.holds(of_run), assertion.measured(of_run)};
  }
  const std::optional<TimeWindow> window = window_of(assertion, record);
  if (!window) {
    return {assertion.text, false, "no such time in this run"};
  }
  const Metrics metrics = measure_window(record, *window);
  return {assertion.text, assertion.holds(metrics), assertion.measured(metrics)};
}

}  // namespace

bool is_broken(const RunRecord& record, const std::string& claim) {
  return std::any_of(record.violations.begin(), record.violations.end(),
                     [&](const ViolationRow& row) { return row.claim == claim; });
}

std::vector<ExpectationRow> judge(const ScenarioSpec& spec, const RunRecord& record) {
  std::vector<ExpectationRow> rows{judge_invariants(spec, record)};
  if (spec.expect.violation) {
    rows.push_back(judge_violation(spec.expect, record));
  }
  for (const AbstentionRow& row : record.abstentions) {
    rows.push_back({row.claim, true, "not claimed: " + row.reason});
  }
  const Metrics metrics = measure(record);
  for (const std::string& text : spec.expect.assertions) {
    const Result<Assertion> assertion = parse_assertion(text);
    CALLO_CHECK(assertion.has_value());  // the reader refused every other
    rows.push_back(judge_assertion(*assertion, record, metrics));
  }
  return rows;
}

bool all_hold(const std::vector<ExpectationRow>& rows) {
  return std::all_of(rows.begin(), rows.end(), [](const ExpectationRow& row) { return row.holds; });
}

}  // namespace callo::sim
