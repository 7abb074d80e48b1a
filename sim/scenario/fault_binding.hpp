#pragma once

#include <vector>

#include "sim/faults/atlas.hpp"
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

// How a node that the adversary corrupts plays.
TraitorSpec corrupted_spec(const ScenarioSpec& spec, NodeId node);
// Whom the adversary has corrupted from the start on: loyal nodes by lot, while its budget lasts.
std::vector<TraitorSpec> draw_corrupted(const ScenarioSpec& spec, const NodeMap& map,
                                        std::uint64_t seed);

// The least that each node votes with in the course of the run, and how much of all of it the
// adversary may corrupt (atlas_binding.cpp).
std::vector<std::int64_t> least_powers(const ScenarioSpec& spec, const NodeMap& map);
std::int64_t corruptible_power(const ScenarioSpec& spec, const NodeMap& map);

// What a plan of faults must leave intact in this scenario (atlas_binding.cpp).
AtlasWorld atlas_world(const ScenarioSpec& spec, const NodeMap& map, const Cast& cast,
                       std::uint64_t seed);

// Honest endpoints that no fault keeps down or cut off to the end of the run: who must make
// progress once all other faults are over.
std::vector<EndpointId> healed_core(const FaultAtlas& atlas,
                                    const std::vector<FaultSettings>& faults);

}  // namespace callo::sim
