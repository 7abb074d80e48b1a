#include "sim/hosts/node_clock.hpp"

#include "protocol/base/check.hpp"

namespace callo::sim {

namespace {

__extension__ using WideNanoseconds = __int128;
constexpr std::int64_t kBillion = 1'000'000'000;

}  // namespace

NodeClock::NodeClock(const ClockSettings& settings, CalendarTime calendar_start)
    : monotonic_since_{settings.monotonic_origin},
      calendar_since_{calendar_start + settings.calendar_offset},
      drift_ppb_{settings.drift_ppb} {
  CALLO_CHECK(drift_ppb_ > -kBillion);
}

SimTime NodeClock::reaches(MonotonicTime deadline) const {
  const Duration local = deadline - monotonic_since_;
  if (local.count() <= 0) {
    return since_;
  }
  if (drift_ppb_ == 0) {
    return since_ + local;
  }
  Duration elapsed{static_cast<std::int64_t>(WideNanoseconds{local.count()} * kBillion /
                                             (kBillion + drift_ppb_))};
  while (drifted(elapsed) < local) {
    ++elapsed;
  }
  while (elapsed.count() > 0 && drifted(elapsed - Duration{1}) >= local) {
    --elapsed;
  }
  return since_ + elapsed;
}

void NodeClock::set_drift(SimTime time, std::int64_t drift_ppb) {
  CALLO_CHECK(drift_ppb > -kBillion);
  const Now now = at(time);
  since_ = time;
  monotonic_since_ = now.monotonic;
  calendar_since_ = now.calendar;
  drift_ppb_ = drift_ppb;
}

Duration NodeClock::drifted(Duration elapsed) const {
  const WideNanoseconds gained = WideNanoseconds{elapsed.count()} * drift_ppb_ / kBillion;
  return elapsed + Duration{static_cast<std::int64_t>(gained)};
}

}  // namespace callo::sim
