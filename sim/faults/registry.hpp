#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "sim/faults/fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// What a fault takes away while it lasts, as the atlas sees it (atlas.hpp).
enum class Harm : std::uint8_t {
  none,           // slower, later or in another order, but it all comes about
  crashes_nodes,  // `nodes`, and what `disk` says of their records
  silences_nodes,
  cuts_links,    // `links`
  cuts_cities,   // `cities` from all others
  cuts_groups,   // `groups` from each other
  loses_or_not,  // of `links`, or all if there are none, by `probability`
};

// What the world must have for a kind to be drawn.
enum class WorldNeed : std::uint8_t {
  nothing,
  two_cities,
  bandwidth,
  risk_groups,
  sites,
  countries
};

struct FaultMaker {
  std::string_view kind;   // as in [[fault]] kind
  std::string_view reads;  // the members of FaultSettings that it reads besides id, at, duration
  Harm harm;
  WorldNeed need;
  std::unique_ptr<Fault> (*make)(FaultSettings settings);
  // Draws what it reads; `at` and `duration` are there.
  void (*draw)(FaultSettings& fault, PlanDraw& draw);
};

std::span<const FaultMaker> fault_makers();
// Null if there is none of that name.
const FaultMaker* find_fault_maker(std::string_view kind);

}  // namespace callo::sim
