#include "sim/faults/simulation_surface.hpp"

namespace callo::sim {

FaultCounters SimulationSurface::counters() const {
  const NetworkCounters& network = simulation_.network().counters();
  const auto dropped = [&](DropReason reason) {
    return network.dropped[static_cast<std::size_t>(reason)];
  };
  return {dropped(DropReason::blocked_at_send) + dropped(DropReason::blocked_at_arrival),
          dropped(DropReason::lost), network.messages_duplicated};
}

}  // namespace callo::sim
