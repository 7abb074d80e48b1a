#include "protocol/overlay/cube_placement.hpp"

#include <utility>

#include "protocol/base/check.hpp"

namespace callo {

namespace {

std::vector<CubeLabel> in_order(std::uint32_t nodes) {
  std::vector<CubeLabel> labels;
  labels.reserve(nodes);
  for (std::uint32_t label = 0; label < nodes; ++label) {
    labels.push_back(CubeLabel{label});
  }
  return labels;
}

}  // namespace

CubePlacement::CubePlacement(std::uint32_t nodes) : CubePlacement{in_order(nodes)} {}

CubePlacement::CubePlacement(std::vector<CubeLabel> labels)
    : labels_{std::move(labels)}, nodes_(labels_.size(), NodeId{nodes()}) {
  for (std::uint32_t node = 0; node < nodes(); ++node) {
    const CubeLabel label = labels_[node];
    CALLO_CHECK(label.value < nodes() && nodes_[label.value] == NodeId{nodes()});
    nodes_[label.value] = NodeId{node};
  }
}

}  // namespace callo
