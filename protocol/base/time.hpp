#pragma once

#include <chrono>
#include <cstdint>

namespace callo {

// Time is an argument of every step: these clocks have no now().
using Duration = std::chrono::duration<std::int64_t, std::nano>;

struct MonotonicClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<MonotonicClock>;
  static constexpr bool is_steady = true;
};

struct CalendarClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<CalendarClock>;
  static constexpr bool is_steady = false;
};

// Timers and timeouts; never compared between nodes.
using MonotonicTime = MonotonicClock::time_point;
// Nanoseconds since 1970-01-01T00:00:00Z as this node believes; block times, vote times, cut-offs.
using CalendarTime = CalendarClock::time_point;

// A node's own two clocks at one instant; either may be wrong.
struct Now {
  MonotonicTime monotonic;
  CalendarTime calendar;
};

}  // namespace callo
