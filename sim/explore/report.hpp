#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sim/explore/campaign.hpp"

namespace callo::sim {

// explore.json: what a campaign did, arm by arm. What differs from machine to machine stands under
// "volatile".
nlohmann::ordered_json explore_json(const CampaignPlan& plan, const std::vector<ArmReport>& reports,
                                    bool is_complete);

struct ProbeCoverage {
  std::size_t possible{};              // in runs of the template
  std::vector<std::string> never_hit;  // of these, by any run of any arm
};

ProbeCoverage probe_coverage(const ScenarioSpec& base, const std::vector<ArmReport>& reports);

}  // namespace callo::sim
