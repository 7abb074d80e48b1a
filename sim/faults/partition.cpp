#include "sim/faults/partition.hpp"

namespace callo::sim {

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
