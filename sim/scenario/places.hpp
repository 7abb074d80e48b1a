#pragma once

#include <string>
#include <vector>

#include "sim/scenario/selectors.hpp"

namespace callo::sim {

// The country (ISO 3166, two letters) of each of the map's cities; "" where the table of cities
// does not know the city, as where a scenario names none.
std::vector<std::string> country_of_cities(const NodeMap& map);

// Each once, in byte order.
std::vector<std::string> countries_of(const NodeMap& map);

}  // namespace callo::sim
