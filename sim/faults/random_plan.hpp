#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/faults/fault.hpp"

namespace callo::sim {

// The world that random faults are drawn for.
struct RandomPlanSettings {
  std::uint64_t seed{};
  std::uint32_t faults{};
  std::vector<std::string> kinds;  // of the registry; a region_cut needs two cities
  Duration from{};
  Duration until{};                   // every fault is over by then; from < until
  std::vector<std::uint32_t> cities;  // of each endpoint, by EndpointId
  std::uint32_t cities_total{};
  // So many endpoints may be down at one time by random crashes; at least one. While faults last a
  // quorum may be impossible, traitors included: that must cost progress only, never safety.
  std::uint32_t crashed_max = 1;
};

// Draws the faults from the seed alone, of a swarm of the kinds (sim/engine/swarm.hpp).
std::vector<FaultSettings> draw_random_plan(const RandomPlanSettings& settings);

}  // namespace callo::sim
