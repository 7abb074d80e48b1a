#pragma once

#include <cstdint>
#include <vector>

#include "protocol/overlay/adjacency.hpp"

namespace callo {

// Masks of `count` antipodal links. Each joins every corner to the corner farthest from it so far
// (the lowest one among equals): first the complement, which makes the folded cube (A. El-Amawy and
// S. Latifi, "Properties and performance of folded hypercubes", IEEE TPDS 2(1), 1991) of diameter
// ceil(n/2), then the farthest corners of the folded cube, and so on. Q_n with such masks looks the
// same from every corner, so the search is made from corner 0 alone. Fewer than `count` come back
// when every pair is linked already.
std::vector<std::uint32_t> antipodal_masks(std::uint32_t dimensions, std::uint32_t count);

// Adds `count` random matchings, each among pairs that are not linked yet: one more link for every
// label, or for all but one when their number is odd. A nearly complete graph may leave more labels
// unmatched. A pure function of `links` and `seed`.
void add_random_matchings(Adjacency& links, std::uint32_t count, std::uint64_t seed);

}  // namespace callo
