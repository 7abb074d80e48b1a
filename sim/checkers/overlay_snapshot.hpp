#pragma once

#include <vector>

#include "protocol/base/time.hpp"
#include "protocol/overlay/membership/neighbour_table.hpp"

namespace callo::sim {

// A node that is up at some instant, as it is and not as it says.
struct OverlaySnapshotNode {
  EndpointId endpoint;
  OverlayId id;
  bool is_honest = true;     // its table is held to the claims
  bool is_outsider = false;  // of a network that a traitor made up; never belongs in a table
  bool is_in_system = false;
  const NeighbourTable* table = nullptr;
  bool is_alarmed = false;   // knows that it has been eclipsed
  std::uint32_t origin = 0;  // the group of its address
};

// All nodes at one instant.
struct OverlaySnapshot {
  Duration time{};
  // Nobody came or went for as long as tables may take to become whole again.
  bool is_quiet = false;
  unsigned digit_base = 16;
  unsigned neighbours_per_entry = 1;
  std::vector<OverlaySnapshotNode> nodes;
  unsigned per_origin = 0;  // nodes of one origin that an entry may hold; 0: no limit
};

}  // namespace callo::sim
