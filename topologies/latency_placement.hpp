#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/time.hpp"

namespace callo::topologies {

// Labels of the cube (by node) that keep near nodes together, so that as few dimensions as possible
// cross an ocean, and those the highest. `places[i]` is where node i stands; `latencies` holds the
// one-way latency of every pair of places, row by row.
//
// Recursive bisection: the two nodes farthest from each other are the poles; the nodes that lean
// most to the first pole fill the lower half of the labels, the others the upper half, and so on in
// each half. Ties go to the lower node id, so the result is a pure function of the arguments.
std::vector<CubeLabel> place_by_latency(std::span<const std::uint32_t> places,
                                        std::span<const Duration> latencies);

}  // namespace callo::topologies
