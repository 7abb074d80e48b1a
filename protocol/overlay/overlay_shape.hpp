#pragma once

#include <cstdint>

#include "protocol/base/result.hpp"
#include "protocol/overlay/adjacency.hpp"

namespace callo {

enum class OverlayKind : std::uint8_t { hypercube, complete };
enum class ExtraLinkPlacement : std::uint8_t { none, antipodal, random };

inline constexpr std::uint32_t kHypercubeNodesMax = 1U << 20;
inline constexpr std::uint32_t kCompleteNodesMax = 1U << 13;

// Everything that decides who is whose neighbour. `extra_links` counts links per node beyond the
// plain cube; it is not the k of K-consistency, which counts neighbours per table entry.
struct OverlayShape {
  OverlayKind kind = OverlayKind::hypercube;
  std::uint32_t nodes = 2;
  std::uint32_t extra_links = 0;
  ExtraLinkPlacement placement = ExtraLinkPlacement::none;
  std::uint64_t seed = 0;  // of the random placement, which alone reads it
};

// Refuses what has no meaning: fewer than 2 nodes, too many, extra links without a placement or on
// a complete graph. Where N is not a power of two a node that stands in for a missing label has
// that label's antipodal links as well as its own.
Result<Adjacency> make_overlay(const OverlayShape& shape);

}  // namespace callo
