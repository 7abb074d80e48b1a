#pragma once

#include <cstdint>
#include <limits>

#include "protocol/base/ids.hpp"
#include "protocol/base/time.hpp"
#include "protocol/shim/random.hpp"

namespace callo::sim {

// Where a traitor stands when it could misbehave. `time` is its node's monotonic clock, which a
// host counts from the start of the run.
struct TriggerPoint {
  MonotonicTime time;
  Height height{};
  Round round{};
};

// Inclusive at both ends.
template <typename Integer>
struct Range {
  Integer first = std::numeric_limits<Integer>::min();
  Integer last = std::numeric_limits<Integer>::max();

  bool covers(Integer value) const { return first <= value && value <= last; }
};

inline constexpr std::uint32_t kPartsPerMillion = 1'000'000;

// When a traitor misbehaves. All conditions must hold together; the default is always.
struct Trigger {
  MonotonicTime from{};
  MonotonicTime until = MonotonicTime::max();  // exclusive
  std::uint32_t probability_ppm = kPartsPerMillion;
  Range<Height> heights;
  Range<Round> rounds;

  // Draws from `random` only when everything else holds and the probability is neither 0 nor 1.
  bool fires(const TriggerPoint& point, Random& random) const;
};

}  // namespace callo::sim
