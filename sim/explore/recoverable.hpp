#pragma once

#include <set>

#include "sim/scenario/spec.hpp"
#include "sim/trace/run_record.hpp"

namespace callo::sim {

// "Could the core recover?" (TigerBeetle's cluster_recoverable), from the scenario alone, with
// arithmetic of its own: the honest nodes that no fault holds back after the healing, as far as
// honest links over the overlay join them, if they have more than 2/3 of the power and one of them
// has a whole copy of every block. Empty: they could not, so that a stall is no bug.
// `neighbours` of each node as the run recorded them; the scenario has nothing left to draw.
std::set<std::uint32_t> recoverable_core(const ScenarioSpec& spec,
                                         const std::vector<NodeRow>& neighbours);

// Takes back the violations of liveness by nodes that could not go on.
void forgive_hopeless_stalls(const ScenarioSpec& spec, RunRecord& record);

}  // namespace callo::sim
