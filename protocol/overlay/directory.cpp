#include "protocol/overlay/directory.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/check.hpp"

namespace callo {

Directory::Directory(std::vector<std::vector<EndpointId>> endpoints_by_node)
    : endpoints_{std::move(endpoints_by_node)} {
  std::vector<EndpointId> all;
  for (auto& endpoints : endpoints_) {
    std::sort(endpoints.begin(), endpoints.end());
    all.insert(all.end(), endpoints.begin(), endpoints.end());
  }
  std::sort(all.begin(), all.end());
  CALLO_CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
}

Directory Directory::one_to_one(std::uint32_t nodes) {
  std::vector<std::vector<EndpointId>> endpoints;
  for (std::uint32_t node = 0; node < nodes; ++node) {
    endpoints.push_back({EndpointId{node}});
  }
  return Directory{std::move(endpoints)};
}

std::span<const EndpointId> Directory::endpoints_of(NodeId node) const {
  CALLO_CHECK(node.value < endpoints_.size());
  return endpoints_[node.value];
}

std::vector<EndpointId> Directory::endpoints_of(std::span<const NodeId> nodes) const {
  std::vector<NodeId> sorted(nodes.begin(), nodes.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<EndpointId> all;
  for (const NodeId node : sorted) {
    const auto endpoints = endpoints_of(node);
    all.insert(all.end(), endpoints.begin(), endpoints.end());
  }
  return all;
}

}  // namespace callo
