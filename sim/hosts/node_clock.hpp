#pragma once

#include <cstdint>

#include "protocol/base/time.hpp"
#include "sim/engine/sim_time.hpp"

namespace callo::sim {

struct ClockSettings {
  Duration monotonic_origin{};  // what the monotonic clock shows at the start of the run
  Duration calendar_offset{};   // how far the calendar clock is ahead of the true calendar
  std::int64_t drift_ppb{};     // how much faster both run, in parts per thousand million
};

// A node's own two clocks as a function of true time. Both may be wrong, and may be made wrong
// while the run goes on; the monotonic one never goes back.
class NodeClock {
 public:
  // `calendar_start`: the true calendar instant at which the run starts.
  NodeClock(const ClockSettings& settings, CalendarTime calendar_start);

  Now at(SimTime time) const {
    const Duration local = drift_ppb_ == 0 ? time - since_ : drifted(time - since_);
    return {monotonic_since_ + local, calendar_since_ + local};
  }

  // The first true instant at which the monotonic clock shows at least `deadline`; before the last
  // change of drift it is that change.
  SimTime reaches(MonotonicTime deadline) const;

  // From `time` on.
  void set_drift(SimTime time, std::int64_t drift_ppb);

  void shift_calendar(Duration by) { calendar_since_ += by; }

 private:
  Duration drifted(Duration elapsed) const;

  // What the clocks showed at the true instant since which the drift is drift_ppb_.
  SimTime since_{};
  MonotonicTime monotonic_since_;
  CalendarTime calendar_since_;
  std::int64_t drift_ppb_;
};

}  // namespace callo::sim
