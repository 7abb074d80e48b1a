#pragma once

#include <set>
#include <string>

#include "sim/scenario/cast.hpp"

namespace callo::sim {

// `victims` and `spared` of a traitor know words besides nodes and cities:
//   "even" "odd"   nodes of that parity
//   "minority"     as many honest nodes as may lie, ⌈n/3⌉ - 1, by lot
//   "one"          one honest node by lot, of the minority if it is asked for as well
// Lots are drawn for each coalition, so that its members aim at the same nodes.
bool is_audience_word(const std::string& selector);

// Whom the traitor deviates towards.
std::set<NodeId> audience_of(const TraitorRole& role, const NodeMap& map, const Cast& cast,
                             std::uint64_t seed);

// The name of the traitor's coalition; one without a name is a coalition of its own.
std::string coalition_name(const TraitorRole& role);

}  // namespace callo::sim
