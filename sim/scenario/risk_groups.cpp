#include "sim/scenario/risk_groups.hpp"

#include <algorithm>
#include <optional>

namespace callo::sim {

namespace {

std::optional<std::uint32_t> city_of(const NodeMap& map, const std::string& name) {
  const auto found = std::find(map.cities().begin(), map.cities().end(), name);
  return found == map.cities().end()
             ? std::nullopt
             : std::optional{static_cast<std::uint32_t>(found - map.cities().begin())};
}

}  // namespace

std::vector<LinkScope> links_of_group(const NodeMap& map, const LinkSelectors& selectors) {
  std::vector<LinkScope> links;
  for (const std::string& selector : selectors) {
    const std::size_t dash = selector.find('-');
    const auto a = city_of(map, selector.substr(0, dash));
    const auto b = city_of(map, selector.substr(dash + 1));
    if (a && b) {
      links.push_back(LinkScope::between_cities(*a, *b));
      links.push_back(LinkScope::between_cities(*b, *a));
      continue;
    }
    for (const DirectedLink& link : resolve_links(map, {selector})) {
      if (link.from < link.to) {
        links.push_back(LinkScope::between({link.from}, {link.to}));
        links.push_back(LinkScope::between({link.to}, {link.from}));
      }
    }
  }
  return links;
}

}  // namespace callo::sim
