#include "sim/explore/permutation.hpp"

#include "protocol/base/check.hpp"
#include "sim/engine/mix.hpp"

namespace callo::sim {

namespace {

// Four rounds of a random function make a permutation that cannot be told from chance (Luby and
// Rackoff 1988); two more cost nothing here.
constexpr std::uint64_t kFeistelRounds = 6;

unsigned half_of(WideIndex size) {
  unsigned bits = 0;
  while (bits < 126 && (WideIndex{1} << bits) < size) {
    ++bits;
  }
  return bits <= 2 ? 1 : (bits + 1) / 2;
}

}  // namespace

Permutation::Permutation(WideIndex size, std::uint64_t key)
    : size_{size}, key_{key}, half_bits_{half_of(size)} {
  CALLO_CHECK(size > 0 && size <= (WideIndex{1} << 126));
}

WideIndex Permutation::at(WideIndex index) const {
  CALLO_CHECK(index < size_);
  WideIndex result = index;
  do {
    result = once(result);
  } while (result >= size_);
  return result;
}

WideIndex Permutation::once(WideIndex index) const {
  const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
  std::uint64_t left = static_cast<std::uint64_t>(index >> half_bits_) & mask;
  std::uint64_t right = static_cast<std::uint64_t>(index) & mask;
  for (std::uint64_t round = 0; round < kFeistelRounds; ++round) {
    const std::uint64_t mixed = scramble(multiply_mix(right ^ kMixA, key_ ^ kMixB) + round);
    const std::uint64_t next = left ^ (mixed & mask);
    left = right;
    right = next;
  }
  return (WideIndex{left} << half_bits_) | right;
}

}  // namespace callo::sim
