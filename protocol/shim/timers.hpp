#pragma once

#include "protocol/base/time.hpp"
#include "protocol/step/input.hpp"

namespace callo {

// Arming an armed timer replaces its deadline. A deadline in the past fires at once, but never
// inside the call. A disarmed timer never fires.
class Timers {
 public:
  virtual ~Timers() = default;
  virtual void arm(TimerId timer, MonotonicTime deadline) = 0;
  virtual void disarm(TimerId timer) = 0;
};

}  // namespace callo
