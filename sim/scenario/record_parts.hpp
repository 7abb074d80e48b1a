#pragma once

#include "sim/faults/fault.hpp"
#include "sim/faults/simulation_surface.hpp"
#include "sim/hosts/simulation.hpp"
#include "sim/scenario/cast.hpp"
#include "sim/trace/run_record.hpp"

namespace callo::sim {

// What every kind of run leaves behind in the same way.
void record_traffic(const Simulation& simulation, RunRecord& record);
FaultRow fault_row(const Fault& fault, const FaultSurface& surface);
FaultRow traitor_row(const TraitorRole& role, std::uint64_t fired);

}  // namespace callo::sim
