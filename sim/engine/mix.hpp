#pragma once

#include <cstdint>

namespace callo::sim {

// The two halves of the 128-bit product, folded: the fastest full mixing step on 64-bit machines
// (as in wyhash). Integer arithmetic only, so every machine and compiler agrees.
constexpr std::uint64_t multiply_mix(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a} * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// Odd constants with half of their bits set (the digits of pi and e have no pattern to hide).
inline constexpr std::uint64_t kMixA = 0x243f6a8885a308d3;
inline constexpr std::uint64_t kMixB = 0xb7e151628aed2a6b;
inline constexpr std::uint64_t kMixC = 0xa4093822299f31d1;
inline constexpr std::uint64_t kMixD = 0xf39cc0605cedc835;

// A bijection of 64 bits without fixed patterns (the finalizer of SplitMix64, Steele et al. 2014).
constexpr std::uint64_t scramble(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

}  // namespace callo::sim
