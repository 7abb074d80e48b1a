#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "protocol/overlay/adjacency.hpp"

namespace callo {

// The hypercube of any N >= 2 labels: Sen's supercube (A. Sen, "Supercube: an optimally fault
// tolerant network architecture", Acta Informatica 26, 1989), which repairs the incomplete
// hypercube (H. Katseff, "Incomplete hypercubes", IEEE Trans. Computers 37, 1988).
//
// Take the full cube Q_n, n = ceil(log2 N). Each missing label p >= N is merged into its partner in
// the highest dimension, p - 2^(n-1), which exists: that node stands in for p and takes over p's
// links. So no dimension is lost for anybody. With f = floor(log2 N):
//  - the diameter is f (a shortest path in Q_n may cross from a missing p to its stand-in for free,
//    and between any two opposite corners some shortest path does);
//  - the vertex connectivity is at least f (the lower half is a whole Q_(n-1); a set C of upper
//    nodes has |C| lower partners and at least f - |C| + 1 further neighbours);
//  - degrees lie between f and 2f; for N = 2^n the graph is Q_n itself.
// The incomplete hypercube without stand-ins has a node of degree 1 for N = 2^k + 1.
class ContractedCube {
 public:
  explicit ContractedCube(std::uint32_t nodes);

  std::uint32_t nodes() const { return nodes_; }

  std::uint32_t dimensions() const { return dimensions_; }

  // Who plays the part of a corner of Q_n: itself, or the stand-in of a missing label.
  CubeLabel at_corner(std::uint32_t corner) const {
    return CubeLabel{corner < nodes_ ? corner : corner ^ (1U << (dimensions_ - 1))};
  }

  // The links of all corners v -- v ^ mask of Q_n, for every mask, after the merging.
  Adjacency links(std::span<const std::uint32_t> masks) const;

  // One mask per dimension.
  std::vector<std::uint32_t> dimension_masks() const;

 private:
  std::uint32_t nodes_;
  std::uint32_t dimensions_;
};

}  // namespace callo
