#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/spec.hpp"

namespace callo::sim {

// Where a scenario's nodes stand: numbered by city name in byte order, then by index in the city.
class NodeMap {
 public:
  explicit NodeMap(const NetworkSpec& network);

  std::uint32_t nodes() const { return static_cast<std::uint32_t>(city_of_.size()); }

  // In byte order; the single "local" when the scenario names no city.
  const std::vector<std::string>& cities() const { return cities_; }

  std::uint32_t city_index(std::uint32_t node) const { return city_of_[node]; }

  const std::string& city(std::uint32_t node) const { return cities_[city_of_[node]]; }

  std::vector<std::uint32_t> nodes_of(std::uint32_t city_index) const;

 private:
  std::vector<std::string> cities_;
  std::vector<std::uint32_t> city_of_;
};

// Traffic in one direction.
struct DirectedLink {
  std::uint32_t from{};
  std::uint32_t to{};
  auto operator<=>(const DirectedLink&) const = default;
};

// "n3" is a node, "all" is every node, anything else is a city.
Result<std::vector<std::uint32_t>> resolve_node(const NodeMap& map, const std::string& selector);
// "A-B" is both ways between two nodes or cities, "A->B" one way; pairs with oneself are left out.
Result<std::vector<DirectedLink>> resolve_link(const NodeMap& map, const std::string& selector);

// All selectors together, in ascending order, each node or link once. The selectors have been
// validated by the reader: one that does not resolve is a bug.
std::vector<std::uint32_t> resolve_nodes(const NodeMap& map, const NodeSelectors& selectors);
std::vector<DirectedLink> resolve_links(const NodeMap& map, const LinkSelectors& selectors);

}  // namespace callo::sim
