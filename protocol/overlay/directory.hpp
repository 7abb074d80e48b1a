#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "protocol/base/ids.hpp"

namespace callo {

// Where each node is reached. Twins are several endpoints of one node. Immutable: one membership
// version has one directory.
class Directory {
 public:
  // Endpoints by node id. No endpoint may belong to two nodes.
  explicit Directory(std::vector<std::vector<EndpointId>> endpoints_by_node);

  // One endpoint per node, with the same number.
  static Directory one_to_one(std::uint32_t nodes);

  std::uint32_t nodes() const { return static_cast<std::uint32_t>(endpoints_.size()); }

  std::span<const EndpointId> endpoints_of(NodeId node) const;

  // Every endpoint of the given nodes, in the order of their ids.
  std::vector<EndpointId> endpoints_of(std::span<const NodeId> nodes) const;

 private:
  std::vector<std::vector<EndpointId>> endpoints_;
};

}  // namespace callo
