#pragma once

#include <vector>

#include "sim/faults/fault.hpp"
#include "sim/scenario/cast.hpp"
#include "sim/scenario/selectors.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// The scenario's faults and those drawn from the seed, resolved to endpoints and links. A fault
// that hits a node hits all its endpoints.
std::vector<FaultSettings> bind_faults(const ScenarioSpec& spec, const NodeMap& map,
                                       const Cast& cast, std::uint64_t seed);

// What this seed draws, as the scenario could have written it; empty if the scenario draws none.
std::vector<FaultSpec> draw_faults(const ScenarioSpec& spec, const NodeMap& map,
                                   std::uint64_t seed);
std::vector<TraitorSpec> draw_traitors(const ScenarioSpec& spec, const NodeMap& map,
                                       std::uint64_t seed);

// Honest endpoints that no fault keeps down or cut off to the end of the run: who must make
// progress once all other faults are over.
std::vector<EndpointId> healed_core(const std::vector<FaultSettings>& faults, const Cast& cast,
                                    const NodeMap& map);

}  // namespace callo::sim
