#include "protocol/overlay/hypercube.hpp"

#include <bit>

#include "protocol/base/check.hpp"

namespace callo {

ContractedCube::ContractedCube(std::uint32_t nodes) : nodes_{nodes} {
  CALLO_CHECK(nodes >= 2);
  dimensions_ = static_cast<std::uint32_t>(std::bit_width(nodes - 1));
  CALLO_CHECK(dimensions_ < 32);
}

Adjacency ContractedCube::links(std::span<const std::uint32_t> masks) const {
  Adjacency links(nodes_);
  const std::uint32_t corners = 1U << dimensions_;
  for (const std::uint32_t mask : masks) {
    for (std::uint32_t corner = 0; corner < corners; ++corner) {
      const CubeLabel a = at_corner(corner);
      const CubeLabel b = at_corner(corner ^ mask);
      if (a < b) {
        add_link(links, a, b);
      }
    }
  }
  sort_links(links);
  return links;
}

std::vector<std::uint32_t> ContractedCube::dimension_masks() const {
  std::vector<std::uint32_t> masks;
  for (std::uint32_t dimension = 0; dimension < dimensions_; ++dimension) {
    masks.push_back(1U << dimension);
  }
  return masks;
}

}  // namespace callo
