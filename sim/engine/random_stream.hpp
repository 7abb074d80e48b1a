#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "protocol/base/check.hpp"
#include "protocol/shim/random.hpp"
#include "sim/engine/mix.hpp"

namespace callo::sim {

// What a stream is for, by name: streams of different purposes have nothing to do with each other.
struct Purpose {
  std::uint64_t value{};

  // FNV-1a of the name.
  static constexpr Purpose of(std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char letter : name) {
      hash = (hash ^ static_cast<std::uint8_t>(letter)) * 0x100000001b3;
    }
    return {hash};
  }
};

inline constexpr std::uint32_t kMillion = 1'000'000;

// log2 of 1 + i / 256, as a fraction of 2^32.
inline constexpr unsigned kLogarithmTableBits = 8;
using LogarithmTable = std::array<std::uint64_t, (std::size_t{1} << kLogarithmTableBits) + 1>;
extern const LogarithmTable kLogarithms;

// -ln(u) for u = (bits + 1/2) / 2^64, as a fraction of 2^32; between table entries a straight line
// (error below 3e-6).
inline std::uint64_t minus_logarithm(std::uint64_t bits) {
  __extension__ using Wide = unsigned __int128;
  constexpr std::uint64_t kLogTwo = 2'977'044'472;  // ln 2 as a fraction of 2^32
  const std::uint64_t number = bits | 1;
  const auto zeros = static_cast<unsigned>(std::countl_zero(number));
  const std::uint64_t fraction = (number << zeros) << 1;  // below the leading one
  const auto index = static_cast<std::size_t>(fraction >> (64 - kLogarithmTableBits));
  const std::uint64_t rest = (fraction << kLogarithmTableBits) >> 32;
  const std::uint64_t low = kLogarithms[index];
  const std::uint64_t logarithm = low + (((kLogarithms[index + 1] - low) * rest) >> 32);
  const std::uint64_t binary = (std::uint64_t{zeros + 1} << 32) - logarithm;
  return static_cast<std::uint64_t>((Wide{binary} * kLogTwo) >> 32);
}

// Counter-based generator (Salmon et al., SC 2011): draw i of the stream (seed, purpose, a, b) is a
// function of these five numbers alone, so that one more draw in one place shifts nothing
// elsewhere. Cheap enough to be made anew for every message. Integer arithmetic only.
class RandomStream final : public Random {
 public:
  constexpr RandomStream(std::uint64_t seed, Purpose purpose, std::uint64_t a = 0,
                         std::uint64_t b = 0)
      : RandomStream{key(seed, purpose), a, b} {}

  // The part of a stream that is the same for all (a, b): worth keeping on a hot path.
  static constexpr std::uint64_t key(std::uint64_t seed, Purpose purpose) {
    return scramble(multiply_mix(seed ^ kMixA, purpose.value ^ kMixB) ^ seed);
  }

  constexpr RandomStream(std::uint64_t key, std::uint64_t a, std::uint64_t b)
      : state_{multiply_mix(key ^ scramble(a), b ^ kMixC) ^ key} {}

  std::uint64_t next() override {
    state_ += kStep;
    return scramble(state_);
  }

  // Uniform in [0, bound), every value exactly equally likely (Lemire, ACM TOMACS 29(1), 2019).
  // Contract: bound > 0.
  std::uint64_t below(std::uint64_t bound);

  // Uniform in [low, high], both included. Contract: low <= high.
  std::int64_t between(std::int64_t low, std::int64_t high);

  // True in parts_per_million of a million cases. Never draws for 0 or 1'000'000.
  bool chance(std::uint32_t parts_per_million);

  // Exponentially distributed with this mean, at most 44 times the mean. Contract: mean >= 0.
  std::int64_t exponential(std::int64_t mean) {
    CALLO_CHECK(mean >= 0);
    __extension__ using Wide = unsigned __int128;
    const Wide product = Wide{minus_logarithm(next())} * static_cast<std::uint64_t>(mean);
    return static_cast<std::int64_t>(product >> 32);
  }

  // Close to normal with this mean and standard deviation (a sum of twelve uniforms: within 6
  // deviations of the mean).
  std::int64_t normal(std::int64_t mean, std::int64_t deviation);

 private:
  // 2^64 / golden ratio, the increment of SplitMix64.
  static constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15;

  std::uint64_t state_;
};

}  // namespace callo::sim
