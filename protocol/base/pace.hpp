#pragma once

#include <algorithm>

#include "protocol/base/time.hpp"

namespace callo {

// Generic cell rate algorithm (ITU-T I.371): a few at once, but on the average no more than one an
// interval.
class Pace {
 public:
  bool allows(MonotonicTime now, Duration interval, int burst) const {
    return now + burst * interval >= due_at_;
  }

  void take(MonotonicTime now, Duration interval) { due_at_ = std::max(now, due_at_) + interval; }

 private:
  MonotonicTime due_at_{MonotonicTime::min()};  // of the next one, at an even pace
};

}  // namespace callo
