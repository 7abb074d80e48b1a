#pragma once

#include <chrono>
#include <cstdint>

#include "protocol/base/time.hpp"

namespace callo::sim {

// The one true time of a run: nanoseconds since its start. What a node believes is derived from it
// (sim/hosts/node_clock.hpp) and has another type.
struct SimClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SimClock>;
  static constexpr bool is_steady = true;
};

using SimTime = SimClock::time_point;

inline constexpr SimTime kSimEnd = SimTime::max();

// Whole nanoseconds since the start of the run.
constexpr std::int64_t nanoseconds(SimTime time) {
  return time.time_since_epoch().count();
}

constexpr SimTime sim_time(std::int64_t ns) {
  return SimTime{Duration{ns}};
}

}  // namespace callo::sim
