#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/faults/atlas.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// Which plans may be drawn.
enum class FaultBudget : std::uint8_t {
  survivable,  // the core is there at every instant: progress is claimed all the time
  healing,     // it is there once all is over; until then a quorum may be impossible
  unlimited,   // any plan: safety alone is claimed
};

// The world that random faults are drawn for.
struct RandomPlanSettings {
  std::uint64_t seed{};
  std::uint32_t faults{};
  std::vector<std::string> kinds;  // of the registry; those that the world cannot have are left out
  Duration from{};
  Duration until{};  // every fault is over by then; from < until
  DrawnWorld world;
  AtlasWorld atlas;
  FaultBudget budget = FaultBudget::healing;
  // So many nodes may be crashed at one time; at least one. Not of an unlimited plan.
  std::uint32_t crashed_max = 1;
};

// Draws the faults from the seed alone, of a swarm of the kinds (sim/engine/swarm.hpp). There may
// be fewer where the budget leaves room for no more.
std::vector<FaultSettings> draw_random_plan(const RandomPlanSettings& settings);

}  // namespace callo::sim
