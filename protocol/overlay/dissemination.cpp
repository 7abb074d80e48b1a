#include "protocol/overlay/dissemination.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"

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

std::span<const EndpointId> FloodDissemination::next_targets(EndpointId hop, NodeId,
                                                             std::vector<EndpointId>&) const {
  const auto all = peers();
  const auto found = std::lower_bound(all.begin(), all.end(), hop);
  if (found == all.end() || *found != hop) {
    return all;
  }
  const auto index = static_cast<std::size_t>(found - all.begin());
  return std::span{twice_}.subspan(index + 1, count_ - 1);
}

TreeDissemination::TreeDissemination(NodeId self, std::uint32_t trees,
                                     std::span<const NodeId> neighbours,
                                     const CubePlacement& placement, const Directory& directory)
    : self_{self},
      trees_{placement.nodes(), trees},
      placement_{placement},
      directory_{directory},
      peers_{directory.endpoints_of(neighbours)} {
  std::sort(peers_.begin(), peers_.end());
  for (std::uint32_t tree = 0; tree < trees; ++tree) {
    add_targets(self, tree, first_);
  }
}

// Everybody once, although it may be a child in several trees.
void TreeDissemination::add_targets(NodeId originator, std::uint32_t tree,
                                    std::vector<EndpointId>& targets) const {
  std::vector<CubeLabel> children;
  trees_.add_children(placement_.label_of(originator), placement_.label_of(self_), tree, children);
  for (const CubeLabel child : children) {
    for (const EndpointId endpoint : directory_.endpoints_of(placement_.node_at(child))) {
      if (std::find(targets.begin(), targets.end(), endpoint) == targets.end()) {
        targets.push_back(endpoint);
      }
    }
  }
}

std::span<const EndpointId> TreeDissemination::next_targets(EndpointId hop, NodeId originator,
                                                            std::vector<EndpointId>& space) const {
  space.clear();
  const std::uint32_t way = way_of(hop, originator);
  const bool is_on_tree = way < trees_.count();
  for (std::uint32_t tree = is_on_tree ? way : 0; tree < (is_on_tree ? way + 1 : trees_.count());
       ++tree) {
    add_targets(originator, tree, space);
  }
  space.erase(std::remove(space.begin(), space.end(), hop), space.end());
  return space;
}

std::uint32_t TreeDissemination::way_of(EndpointId hop, NodeId originator) const {
  for (std::uint32_t tree = 0; tree < trees_.count() && originator != self_; ++tree) {
    const CubeLabel parent =
        trees_.parent(placement_.label_of(originator), placement_.label_of(self_), tree);
    const auto endpoints = directory_.endpoints_of(placement_.node_at(parent));
    if (std::find(endpoints.begin(), endpoints.end(), hop) != endpoints.end()) {
      return tree;
    }
  }
  return trees_.count();
}

std::unique_ptr<Dissemination> make_dissemination(DisseminationKind kind, std::uint32_t trees,
                                                  NodeId self, const OverlayMap& map) {
  CALLO_CHECK(map.links.size() == map.directory.nodes());
  CALLO_CHECK(map.placement.nodes() == map.directory.nodes());
  CALLO_CHECK(self.value < map.directory.nodes());
  if (kind == DisseminationKind::direct) {
    return std::make_unique<DirectDissemination>(self, map.directory);
  }
  std::vector<NodeId> neighbours;
  for (const CubeLabel label : map.links[map.placement.label_of(self).value]) {
    neighbours.push_back(map.placement.node_at(label));
  }
  if (kind == DisseminationKind::tree) {
    return std::make_unique<TreeDissemination>(self, trees, neighbours, map.placement,
                                               map.directory);
  }
  return std::make_unique<FloodDissemination>(neighbours, map.directory);
}

}  // namespace callo
