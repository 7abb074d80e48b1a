#include "sim/faults/registry.hpp"

#include <algorithm>
#include <array>

#include "sim/faults/bandwidth_cut.hpp"
#include "sim/faults/cable_cut.hpp"
#include "sim/faults/clock_drift.hpp"
#include "sim/faults/clock_step.hpp"
#include "sim/faults/clock_wave.hpp"
#include "sim/faults/clog.hpp"
#include "sim/faults/corruption.hpp"
#include "sim/faults/crash.hpp"
#include "sim/faults/crash_in_write.hpp"
#include "sim/faults/delay.hpp"
#include "sim/faults/duplication.hpp"
#include "sim/faults/flapping_link.hpp"
#include "sim/faults/full_disk.hpp"
#include "sim/faults/link_down.hpp"
#include "sim/faults/loss.hpp"
#include "sim/faults/outage.hpp"
#include "sim/faults/partition.hpp"
#include "sim/faults/pause.hpp"
#include "sim/faults/region_cut.hpp"
#include "sim/faults/reordering.hpp"
#include "sim/faults/slow_node.hpp"
#include "sim/faults/swizzle_clog.hpp"

namespace callo::sim {

namespace {

template <typename Kind>
constexpr FaultMaker maker(std::string_view kind, std::string_view reads, Harm harm,
                           WorldNeed need = WorldNeed::nothing) {
  return {kind,
          reads,
          harm,
          need,
          [](FaultSettings settings) -> std::unique_ptr<Fault> {
            return std::make_unique<Kind>(std::move(settings));
          },
          Kind::draw};
}

constexpr std::array kMakers{
    maker<Crash>("crash", "nodes, disk, rejoin", Harm::crashes_nodes),
    maker<Pause>("pause", "nodes", Harm::silences_nodes),
    maker<LinkDown>("link_down", "links, stages", Harm::cuts_links),
    maker<RegionCut>("region_cut", "cities, cities_total", Harm::cuts_cities,
                     WorldNeed::two_cities),
    maker<Partition>("partition", "groups, is_one_way", Harm::cuts_groups),
    maker<Loss>("loss", "links, probability_ppm", Harm::loses_or_not),
    maker<Delay>("delay", "links, delay", Harm::none),
    maker<Duplication>("duplication", "links, probability_ppm", Harm::none),
    maker<Reordering>("reordering", "links, probability_ppm, delay", Harm::none),
    maker<ClockStep>("clock_step", "nodes, offset", Harm::none),
    maker<ClockDrift>("clock_drift", "nodes, drift_ppm", Harm::none),
    maker<ClockSine>("clock_sine", "nodes, offset, period", Harm::none),
    maker<ClockStrobe>("clock_strobe", "nodes, offset, period", Harm::none),
    maker<MessageCorruption>("corruption", "links, probability_ppm", Harm::loses_or_not),
    maker<BandwidthCut>("bandwidth_cut", "nodes, bits_per_s", Harm::none, WorldNeed::bandwidth),
    maker<Clog>("clog", "nodes, endpoints_total", Harm::silences_nodes),
    maker<SwizzleClog>("swizzle_clog", "nodes, endpoints_total, period, seed",
                       Harm::silences_nodes),
    maker<FlappingLink>("flapping_link", "links, period", Harm::cuts_links),
    maker<CableCut>("cable_cut", "links, common_cause_ppm, stages, seed", Harm::cuts_links,
                    WorldNeed::risk_groups),
    maker<SiteOutage>("site_outage", "nodes, disk, common_cause_ppm, seed", Harm::crashes_nodes,
                      WorldNeed::sites),
    maker<CityOutage>("city_outage", "nodes, disk, common_cause_ppm, seed", Harm::crashes_nodes),
    maker<CountryOutage>("country_outage", "nodes, disk, common_cause_ppm, seed",
                         Harm::crashes_nodes, WorldNeed::countries),
    maker<SlowNode>("slow_node", "nodes, factor", Harm::none),
    maker<CrashInWrite>("crash_in_write", "nodes", Harm::crashes_nodes),
    maker<FullDisk>("full_disk", "nodes, period", Harm::crashes_nodes),
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
