#include "sim/scenario/places.hpp"

#include <set>

#include "topologies/cities.hpp"

namespace callo::sim {

std::vector<std::string> country_of_cities(const NodeMap& map) {
  const auto& table = topologies::CityTable::built_in();
  std::vector<std::string> countries;
  for (const std::string& city : map.cities()) {
    const auto row = table.find_name(city);
    countries.push_back(row ? table.city(*row).country : "");
  }
  return countries;
}

std::vector<std::string> countries_of(const NodeMap& map) {
  std::set<std::string> countries;
  for (const std::string& country : country_of_cities(map)) {
    if (!country.empty()) {
      countries.insert(country);
    }
  }
  return {countries.begin(), countries.end()};
}

}  // namespace callo::sim
