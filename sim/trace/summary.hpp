#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sim/trace/metrics.hpp"
#include "sim/trace/run_record.hpp"

namespace callo::sim {

// One thing that the scenario expects, and what was found.
struct ExpectationRow {
  std::string text;  // as the scenario says it
  bool holds = false;
  std::string value;  // for a person
};

// summary.json: see README.md. What is infinite, or was not there to measure, is null.
nlohmann::ordered_json summary_json(const RunRecord& record,
                                    const std::vector<ExpectationRow>& expectations);

}  // namespace callo::sim
