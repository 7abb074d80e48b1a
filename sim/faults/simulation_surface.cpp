#include "sim/faults/simulation_surface.hpp"

#include <utility>

namespace callo::sim {

FaultCounters SimulationSurface::counters() const {
  const NetworkCounters& network = simulation_.network().counters();
  const auto dropped = [&](DropReason reason) {
    return network.dropped[static_cast<std::size_t>(reason)];
  };
  return {dropped(DropReason::blocked_at_send) + dropped(DropReason::blocked_at_arrival),
          dropped(DropReason::lost), network.messages_duplicated, network.messages_corrupted,
          network.messages_held};
}

// Nothing may be done to a node from inside its step: the rest of this instant is early enough.
void SimulationSurface::on_next_write(EndpointId endpoint, std::function<void()> then) {
  if (!then) {
    simulation_.node(endpoint).on_next_append(nullptr);
    return;
  }
  simulation_.node(endpoint).on_next_append(
      [this, then = std::move(then)] { simulation_.at(simulation_.now(), then); });
}

}  // namespace callo::sim
