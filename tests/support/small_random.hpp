#pragma once

#include <cstdint>

#include "protocol/base/bytes.hpp"
#include "protocol/shim/random.hpp"

namespace callo::test {

// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014): what tests
// draw from, so that a failure replays from its seed.
class SmallRandom final : public Random {
 public:
  explicit SmallRandom(std::uint64_t seed) : state_{seed} {}

  std::uint64_t next() override {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }

  // In [0, bound); the bias is below 2^-32 for every bound a test uses.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }

  Bytes bytes(std::size_t size) {
    Bytes drawn(size);
    for (std::uint8_t& byte : drawn) {
      byte = static_cast<std::uint8_t>(next());
    }
    return drawn;
  }

 private:
  std::uint64_t state_;
};

}  // namespace callo::test
