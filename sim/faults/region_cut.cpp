#include "sim/faults/region_cut.hpp"

#include <algorithm>

namespace callo::sim {

std::string RegionCut::target() const {
  std::string names;
  for (const std::uint32_t city : settings().cities) {
    names += (names.empty() ? "city " : " ") + std::to_string(city);
  }
  return names;
}

std::vector<LinkScope> RegionCut::scopes() const {
  const std::vector<std::uint32_t>& cut = settings().cities;
  std::vector<LinkScope> scopes;
  for (const std::uint32_t inside : cut) {
    for (std::uint32_t outside = 0; outside < settings().cities_total; ++outside) {
      if (std::find(cut.begin(), cut.end(), outside) == cut.end()) {
        scopes.push_back(LinkScope::between_cities(inside, outside));
        scopes.push_back(LinkScope::between_cities(outside, inside));
      }
    }
  }
  return scopes;
}

}  // namespace callo::sim
