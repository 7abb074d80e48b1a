#include "sim/faults/fault_surface.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"

namespace callo::sim {

bool FaultSurface::crash(EndpointId endpoint, Disk disk) {
  State& state = states_[endpoint];
  state.disk = std::max(state.disk, disk);
  return ++state.crashes == 1 && stop_node(endpoint);
}

bool FaultSurface::restart(EndpointId endpoint) {
  State& state = states_[endpoint];
  CALLO_CHECK(state.crashes > 0);
  if (--state.crashes != 0 || !start_node(endpoint, state.disk)) {
    return false;
  }
  state.disk = Disk::kept;
  // A crash ends a pause of the machine, not the fault that wanted it.
  if (state.pauses != 0) {
    pause_node(endpoint);
  }
  return true;
}

bool FaultSurface::pause(EndpointId endpoint) {
  State& state = states_[endpoint];
  return ++state.pauses == 1 && state.crashes == 0 && pause_node(endpoint);
}

bool FaultSurface::resume(EndpointId endpoint) {
  State& state = states_[endpoint];
  CALLO_CHECK(state.pauses > 0);
  return --state.pauses == 0 && state.crashes == 0 && resume_node(endpoint);
}

void FaultSurface::add_drift(EndpointId endpoint, std::int64_t ppm) {
  State& state = states_[endpoint];
  state.drift_ppm += ppm;
  set_drift(endpoint, state.drift_ppm);
}

}  // namespace callo::sim
