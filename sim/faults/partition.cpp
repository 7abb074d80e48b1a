#include "sim/faults/partition.hpp"

#include <algorithm>
#include <utility>

namespace callo::sim {

void Partition::draw(FaultSettings& fault, PlanDraw& draw) {
  std::vector<EndpointId> apart = draw.some_endpoints();
  std::sort(apart.begin(), apart.end());
  std::vector<EndpointId> rest;
  for (std::uint32_t index = 0; index < draw.world().cities.size(); ++index) {
    if (!std::binary_search(apart.begin(), apart.end(), EndpointId{index})) {
      rest.push_back({index});
    }
  }
  fault.groups = {std::move(apart), std::move(rest)};
  fault.is_one_way = draw.random().below(3) == 0;
}

std::string Partition::target() const {
  std::string names;
  for (const std::vector<EndpointId>& group : settings().groups) {
    names += (names.empty() ? "" : settings().is_one_way ? " -> " : " | ") + name_nodes(group);
  }
  return names;
}

std::vector<LinkScope> Partition::scopes() const {
  const auto& groups = settings().groups;
  std::vector<LinkScope> scopes;
  for (std::size_t a = 0; a < groups.size(); ++a) {
    for (std::size_t b = a + 1; b < groups.size(); ++b) {
      if (settings().is_one_way && a > 0) {
        continue;
      }
      for (const EndpointId from : groups[a]) {
        for (const EndpointId to : groups[b]) {
          scopes.push_back(LinkScope::between(from, to));
          if (!settings().is_one_way) {
            scopes.push_back(LinkScope::between(to, from));
          }
        }
      }
    }
  }
  return scopes;
}

}  // namespace callo::sim
