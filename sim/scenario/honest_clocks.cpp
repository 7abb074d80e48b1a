#include "sim/scenario/honest_clocks.hpp"

#include <algorithm>

namespace callo::sim {

HonestClocks::HonestClocks(const Cast& cast, Simulation& simulation,
                           std::span<const FaultSettings> faults)
    : cast_{cast}, simulation_{simulation}, swings_(cast.endpoint_nodes().size()) {
  for (const FaultSettings& fault : faults) {
    const bool is_both_ways = fault.kind == "clock_sine";
    for (const EndpointId endpoint : fault.nodes) {
      Swing& swing = swings_[endpoint.value];
      const Duration ahead = is_both_ways ? std::max(fault.offset, -fault.offset) : fault.offset;
      swing.ahead += std::max(ahead, Duration{});
      swing.back += is_both_ways ? ahead : std::max(-fault.offset, Duration{});
    }
  }
}

ClockRange HonestClocks::range() const {
  ClockRange range{CalendarTime::max(), CalendarTime::min()};
  for (std::uint32_t index = 0; index < swings_.size(); ++index) {
    const EndpointId endpoint{index};
    if (cast_.is_honest(cast_.node_of(endpoint))) {
      const SimulatedNode& node = simulation_.node(endpoint);
      const CalendarTime unshifted = node.calendar() - node.calendar_shift();
      range.earliest = std::min(range.earliest, unshifted - swings_[index].back);
      range.latest = std::max(range.latest, unshifted + swings_[index].ahead);
    }
  }
  return range;
}

}  // namespace callo::sim
