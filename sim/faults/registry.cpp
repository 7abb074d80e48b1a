#include "sim/faults/registry.hpp"

#include <algorithm>
#include <array>

#include "sim/faults/clock_drift.hpp"
#include "sim/faults/clock_step.hpp"
#include "sim/faults/crash.hpp"
#include "sim/faults/delay.hpp"
#include "sim/faults/duplication.hpp"
#include "sim/faults/link_down.hpp"
#include "sim/faults/loss.hpp"
#include "sim/faults/partition.hpp"
#include "sim/faults/pause.hpp"
#include "sim/faults/region_cut.hpp"
#include "sim/faults/reordering.hpp"

namespace callo::sim {

namespace {

template <typename Kind>
std::unique_ptr<Fault> make(FaultSettings settings) {
  return std::make_unique<Kind>(std::move(settings));
}

constexpr std::array kMakers{
    FaultMaker{"crash", "nodes, disk", make<Crash>},
    FaultMaker{"pause", "nodes", make<Pause>},
    FaultMaker{"link_down", "links", make<LinkDown>},
    FaultMaker{"region_cut", "cities, cities_total", make<RegionCut>},
    FaultMaker{"partition", "groups, is_one_way", make<Partition>},
    FaultMaker{"loss", "links, probability_ppm", make<Loss>},
    FaultMaker{"delay", "links, delay", make<Delay>},
    FaultMaker{"duplication", "links, probability_ppm", make<Duplication>},
    FaultMaker{"reordering", "links, probability_ppm, delay", make<Reordering>},
    FaultMaker{"clock_step", "nodes, offset", make<ClockStep>},
    FaultMaker{"clock_drift", "nodes, drift_ppm", make<ClockDrift>},
};

}  // namespace

std::span<const FaultMaker> fault_makers() {
  return kMakers;
}

const FaultMaker* find_fault_maker(std::string_view kind) {
  const auto found = std::find_if(kMakers.begin(), kMakers.end(),
                                  [kind](const FaultMaker& maker) { return maker.kind == kind; });
  return found == kMakers.end() ? nullptr : &*found;
}

}  // namespace callo::sim
