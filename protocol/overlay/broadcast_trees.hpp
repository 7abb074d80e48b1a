#pragma once

#include <cstdint>
#include <vector>

#include "protocol/overlay/hypercube.hpp"

namespace callo {

// Spanning trees of the cube, rooted at whoever originates a frame and computed from labels alone
// (as in HyperCuP: Schlosser, Sintek, Decker and Nejdl, AP2PC 2002).
//
// One tree is the spanning binomial tree: with a = label xor root, a node's parent is the one
// without the lowest set bit of a, so that high dimensions are crossed next to the root, by few
// frames. Depth at most n.
//
// Several trees are the first `count` of the n edge-disjoint spanning binomial trees of Johnsson
// and Ho ("Optimum broadcasting and personalized communication in hypercubes", IEEE Trans.
// Computers 38(9), 1989): tree t hangs on the root's neighbour in dimension t, and a node clears
// the dimensions t, t-1, t-2, … of its distance from that neighbour, round the n of them. Depth at
// most n + 1. For N = 2^n no link is used twice in one direction.
//
// With N not a power of two a node that stands in for a missing corner takes the place of the
// nearer one of its two corners. Its parent's corner is nearer still, so every tree spans: N - 1
// links. Different trees may then share a link.
class BroadcastTrees {
 public:
  // 1 <= count <= dimensions.
  BroadcastTrees(std::uint32_t nodes, std::uint32_t count);

  std::uint32_t count() const { return count_; }

  // Requires label != root and tree < count().
  CubeLabel parent(CubeLabel root, CubeLabel label, std::uint32_t tree) const;
  // Appends the children of `label`, each once.
  void add_children(CubeLabel root, CubeLabel label, std::uint32_t tree,
                    std::vector<CubeLabel>& children) const;

 private:
  std::uint32_t depth(std::uint32_t distance, std::uint32_t tree) const;
  std::uint32_t parent_distance(std::uint32_t distance, std::uint32_t tree) const;
  std::uint32_t nearer_corner(CubeLabel root, CubeLabel label, std::uint32_t tree) const;

  ContractedCube cube_;
  std::uint32_t count_;
};

}  // namespace callo
