#pragma once

#include <compare>
#include <cstdint>

namespace callo {

// Who signs: a row of the membership table.
struct NodeId {
  std::uint32_t value{};
  auto operator<=>(const NodeId&) const = default;
};

// Where bytes go. Twins are two endpoints with one NodeId.
struct EndpointId {
  std::uint32_t value{};
  auto operator<=>(const EndpointId&) const = default;
};

// A corner of the (incomplete) hypercube, 0..N-1, assigned per membership version.
struct CubeLabel {
  std::uint32_t value{};
  auto operator<=>(const CubeLabel&) const = default;
};

// First block: 1. Zero means "before the first block".
using Height = std::uint64_t;

// Round of one height, from 0; kNoRound is the -1 of arXiv:1807.04938.
using Round = std::int32_t;
inline constexpr Round kNoRound = -1;

}  // namespace callo
