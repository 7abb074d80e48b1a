#include "protocol/overlay/dissemination.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/overlay/overlay_shape.hpp"

namespace callo {

DirectDissemination::DirectDissemination(NodeId self, const Directory& directory) {
  std::vector<NodeId> others;
  for (std::uint32_t node = 0; node < directory.nodes(); ++node) {
    if (NodeId{node} != self) {
      others.push_back(NodeId{node});
    }
  }
  others_ = directory.endpoints_of(others);
}

FloodDissemination::FloodDissemination(std::span<const NodeId> neighbours,
                                       const Directory& directory) {
  std::vector<EndpointId> endpoints = directory.endpoints_of(neighbours);
  std::sort(endpoints.begin(), endpoints.end());
  count_ = endpoints.size();
  twice_ = endpoints;
  twice_.insert(twice_.end(), endpoints.begin(), endpoints.end());
}

std::span<const EndpointId> FloodDissemination::peers() const {
  return std::span{twice_}.first(count_);
}

std::span<const EndpointId> FloodDissemination::next_targets(EndpointId hop) const {
  const auto all = peers();
  const auto found = std::lower_bound(all.begin(), all.end(), hop);
  if (found == all.end() || *found != hop) {
    return all;
  }
  const auto index = static_cast<std::size_t>(found - all.begin());
  return std::span{twice_}.subspan(index + 1, count_ - 1);
}

std::unique_ptr<Dissemination> make_dissemination(DisseminationKind kind, NodeId self,
                                                  const Adjacency& links,
                                                  const Directory& directory) {
  CALLO_CHECK(links.size() == directory.nodes());
  CALLO_CHECK(self.value < directory.nodes());
  if (kind == DisseminationKind::direct) {
    return std::make_unique<DirectDissemination>(self, directory);
  }
  std::vector<NodeId> neighbours;
  for (const CubeLabel label : links[label_of(self).value]) {
    neighbours.push_back(node_at(label));
  }
  return std::make_unique<FloodDissemination>(neighbours, directory);
}

}  // namespace callo
