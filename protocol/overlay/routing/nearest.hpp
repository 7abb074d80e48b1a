#pragma once

#include <vector>

#include "protocol/overlay/membership/neighbour_table.hpp"

namespace callo {

// One step of routing: the up to `count` nodes of a table that stand nearest to a key, nearest
// first. Only those that are in the system, never the owner. In a consistent network the first one
// has at least one digit more of the key right than the owner, unless nobody has: with base 2 and
// all ids present it is the neighbour across the lowest dimension that is still wrong.
//
// With a limit by origin in the table no more of one origin than it says are among them, the
// nearest of each: whoever draws keys until they stand around a place does not hold all of it.
//
// Without one it reads no more entries than it needs: mostly the single one that fixes the next
// digit.
void append_nearest(const NeighbourTable& table, const OverlayId& key, std::size_t count,
                    std::vector<Neighbour>& out);

}  // namespace callo
