#include "protocol/overlay/overlay_shape.hpp"

#include <string>

#include "protocol/overlay/extra_links.hpp"
#include "protocol/overlay/hypercube.hpp"

namespace callo {
namespace {

Result<Adjacency> make_complete(const OverlayShape& shape) {
  if (shape.nodes > kCompleteNodesMax) {
    return fail("a complete overlay has at most " + std::to_string(kCompleteNodesMax) + " nodes");
  }
  if (shape.extra_links > 0) {
    return fail("a complete overlay has no room for extra links");
  }
  Adjacency links(shape.nodes);
  for (std::uint32_t a = 0; a < shape.nodes; ++a) {
    for (std::uint32_t b = 0; b < shape.nodes; ++b) {
      if (a != b) {
        links[a].push_back(CubeLabel{b});
      }
    }
  }
  return links;
}

Result<Adjacency> make_hypercube(const OverlayShape& shape) {
  if (shape.nodes > kHypercubeNodesMax) {
    return fail("a hypercube has at most " + std::to_string(kHypercubeNodesMax) + " nodes");
  }
  if (shape.extra_links >= shape.nodes) {
    return fail("more extra links per node than there are other nodes");
  }
  if (shape.extra_links > 0 && shape.placement == ExtraLinkPlacement::none) {
    return fail("extra links need a placement: antipodal or random");
  }
  const ContractedCube cube{shape.nodes};
  std::vector<std::uint32_t> masks = cube.dimension_masks();
  if (shape.placement == ExtraLinkPlacement::antipodal) {
    for (const std::uint32_t mask : antipodal_masks(cube.dimensions(), shape.extra_links)) {
      masks.push_back(mask);
    }
  }
  Adjacency links = cube.links(masks);
  if (shape.placement == ExtraLinkPlacement::random) {
    add_random_matchings(links, shape.extra_links, shape.seed);
  }
  return links;
}

}  // namespace

Result<Adjacency> make_overlay(const OverlayShape& shape) {
  if (shape.nodes < 2) {
    return fail("an overlay needs at least 2 nodes");
  }
  return shape.kind == OverlayKind::complete ? make_complete(shape) : make_hypercube(shape);
}

}  // namespace callo
