#pragma once

#include <cstdint>
#include <vector>

#include "protocol/base/ids.hpp"

namespace callo {

// Which corner of the cube each node stands at: a permutation, agreed on with the membership
// version. Any permutation is correct; one that keeps near nodes on low dimensions is fast.
class CubePlacement {
 public:
  // In the order of the node ids.
  explicit CubePlacement(std::uint32_t nodes);
  // Labels by node id; every label 0..N-1 exactly once.
  explicit CubePlacement(std::vector<CubeLabel> labels);

  std::uint32_t nodes() const { return static_cast<std::uint32_t>(labels_.size()); }

  CubeLabel label_of(NodeId node) const { return labels_[node.value]; }

  NodeId node_at(CubeLabel label) const { return nodes_[label.value]; }

 private:
  std::vector<CubeLabel> labels_;  // by node
  std::vector<NodeId> nodes_;      // by label
};

}  // namespace callo
