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

bool FaultSurface::rejoin(EndpointId endpoint) {
  State& state = states_[endpoint];
  if (refusal(endpoint).empty()) {
    return false;
  }
  state.disk = Disk::wiped;
  if (state.crashes != 0 || !start_node(endpoint, state.disk)) {
    return false;
  }
  state.disk = Disk::kept;
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

void FaultSurface::slow_down(EndpointId endpoint, std::uint32_t factor) {
  std::multiset<std::uint32_t>& slowness = states_[endpoint].slowness;
  slowness.insert(factor);
  set_slowness(endpoint, *slowness.rbegin());
}

void FaultSurface::speed_up(EndpointId endpoint, std::uint32_t factor) {
  std::multiset<std::uint32_t>& slowness = states_[endpoint].slowness;
  const auto found = slowness.find(factor);
  CALLO_CHECK(found != slowness.end());
  slowness.erase(found);
  set_slowness(endpoint, slowness.empty() ? 1 : *slowness.rbegin());
}

void FaultSurface::cut_bandwidth(EndpointId endpoint, std::int64_t bits_per_s) {
  std::multiset<std::int64_t>& bandwidths = states_[endpoint].bandwidths;
  bandwidths.insert(bits_per_s);
  limit_bandwidth(endpoint, *bandwidths.begin());
}

void FaultSurface::restore_bandwidth(EndpointId endpoint, std::int64_t bits_per_s) {
  std::multiset<std::int64_t>& bandwidths = states_[endpoint].bandwidths;
  const auto found = bandwidths.find(bits_per_s);
  CALLO_CHECK(found != bandwidths.end());
  bandwidths.erase(found);
  limit_bandwidth(endpoint, bandwidths.empty() ? std::nullopt : std::optional{*bandwidths.begin()});
}

void FaultSurface::add_drift(EndpointId endpoint, std::int64_t ppm) {
  State& state = states_[endpoint];
  state.drift_ppm += ppm;
  set_drift(endpoint, state.drift_ppm);
}

}  // namespace callo::sim
