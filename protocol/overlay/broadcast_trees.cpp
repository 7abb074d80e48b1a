#include "protocol/overlay/broadcast_trees.hpp"

#include <algorithm>
#include <bit>

#include "protocol/base/check.hpp"

namespace callo {

BroadcastTrees::BroadcastTrees(std::uint32_t nodes, std::uint32_t count)
    : cube_{nodes}, count_{count} {
  CALLO_CHECK(count >= 1 && count <= cube_.dimensions());
}

// Of a corner at this xor-distance from the root.
std::uint32_t BroadcastTrees::depth(std::uint32_t distance, std::uint32_t tree) const {
  if (count_ == 1 || distance == 0) {
    return static_cast<std::uint32_t>(std::popcount(distance));
  }
  return 1 + static_cast<std::uint32_t>(std::popcount(distance ^ (1U << tree)));
}

// Requires distance != 0.
std::uint32_t BroadcastTrees::parent_distance(std::uint32_t distance, std::uint32_t tree) const {
  if (count_ == 1) {
    return distance & (distance - 1);
  }
  // From the neighbour of the root on which the tree hangs.
  const std::uint32_t from_top = distance ^ (1U << tree);
  if (from_top == 0) {
    return 0;
  }
  // The next dimension to clear, from `tree` downwards and round.
  const std::uint32_t below = from_top & ((2U << tree) - 1);
  return distance ^ std::bit_floor(below != 0 ? below : from_top);
}

std::uint32_t BroadcastTrees::nearer_corner(CubeLabel root, CubeLabel label,
                                            std::uint32_t tree) const {
  const std::uint32_t other = label.value ^ (1U << (cube_.dimensions() - 1));
  const bool stands_in = cube_.at_corner(other) == label;
  return stands_in && depth(other ^ root.value, tree) < depth(label.value ^ root.value, tree)
             ? other
             : label.value;
}

CubeLabel BroadcastTrees::parent(CubeLabel root, CubeLabel label, std::uint32_t tree) const {
  CALLO_CHECK(label != root);
  const std::uint32_t corner = nearer_corner(root, label, tree);
  return cube_.at_corner(parent_distance(corner ^ root.value, tree) ^ root.value);
}

// A child is a neighbour in the cube, over a link of one of this node's corners.
void BroadcastTrees::add_children(CubeLabel root, CubeLabel label, std::uint32_t tree,
                                  std::vector<CubeLabel>& children) const {
  const auto first = static_cast<std::ptrdiff_t>(children.size());
  const std::uint32_t other = label.value ^ (1U << (cube_.dimensions() - 1));
  const bool stands_in = cube_.at_corner(other) == label;
  for (std::uint32_t dimension = 0; dimension < cube_.dimensions(); ++dimension) {
    for (const std::uint32_t corner : {label.value, stands_in ? other : label.value}) {
      const CubeLabel child = cube_.at_corner(corner ^ (1U << dimension));
      if (child != label && child != root && parent(root, child, tree) == label &&
          std::find(children.begin() + first, children.end(), child) == children.end()) {
        children.push_back(child);
      }
    }
  }
}

}  // namespace callo
