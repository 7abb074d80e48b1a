#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "protocol/base/check.hpp"
#include "protocol/shim/random.hpp"

namespace callo::sim {

// Uniform in [0, bound), without modulo bias: values of the incomplete last stretch are refused.
inline std::uint64_t draw_below(Random& random, std::uint64_t bound) {
  CALLO_CHECK(bound > 0);
  const std::uint64_t refused_below = (0 - bound) % bound;
  std::uint64_t value = random.next();
  while (value < refused_below) {
    value = random.next();
  }
  return value % bound;
}

// Fisher and Yates; std::shuffle differs between standard libraries.
template <typename Item>
void shuffle(std::span<Item> items, Random& random) {
  for (std::size_t left = items.size(); left > 1; --left) {
    std::swap(items[left - 1], items[draw_below(random, left)]);
  }
}

}  // namespace callo::sim
