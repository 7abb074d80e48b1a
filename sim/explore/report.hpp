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

// Names of probes that no run of any arm hit.
std::vector<std::string> probes_never_hit(const std::vector<ArmReport>& reports);

}  // namespace callo::sim
