#pragma once

#include <vector>

#include "sim/network/link_table.hpp"
#include "sim/scenario/selectors.hpp"

namespace callo::sim {

// The links of one group in `network.risk_groups`, each as its two directions one behind the other:
// between cities where the selector names cities, between the first endpoints of all pairs of nodes
// otherwise.
std::vector<LinkScope> links_of_group(const NodeMap& map, const LinkSelectors& selectors);

}  // namespace callo::sim
