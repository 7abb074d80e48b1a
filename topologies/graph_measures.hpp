#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "protocol/base/ids.hpp"

namespace callo::topologies {

// Sorted neighbour lists by label, symmetric, without loops (protocol/overlay makes such).
using Graph = std::span<const std::vector<CubeLabel>>;

struct GraphMeasures {
  std::uint64_t links{};
  std::uint32_t degree_min{};
  std::uint32_t degree_max{};
  // Largest number of hops between two nodes; none when the graph is not connected.
  std::optional<std::uint32_t> diameter;
  // Hops between two different nodes, summed over ordered pairs.
  std::uint64_t distance_sum{};
  // Fewest nodes whose loss disconnects the rest or leaves a single node.
  std::uint32_t vertex_connectivity{};
};

GraphMeasures measure(Graph graph);

std::uint32_t vertex_connectivity(Graph graph);

// How many traitors a network of equal nodes stands, by claim. All three are what theory promises
// in the worst case; a run may get away with more.
struct TraitorCeilings {
  std::uint32_t safety{};              // ceil(N/3) - 1: Pease, Shostak and Lamport 1980
  std::uint32_t connectivity{};        // kappa - 1: beyond it traitors can cut honest nodes apart
  std::uint32_t unsigned_agreement{};  // floor((kappa - 1) / 2): Dolev 1982, without signatures

  // Safety and worst-case liveness together.
  std::uint32_t traitors() const { return safety < connectivity ? safety : connectivity; }
};

TraitorCeilings traitor_ceilings(std::uint32_t nodes, std::uint32_t vertex_connectivity);

}  // namespace callo::topologies
