#pragma once

#include "protocol/base/time.hpp"
#include "protocol/step/effects.hpp"
#include "protocol/step/input.hpp"

namespace callo {

// The pure seam: no I/O, no clock, no thread, no global, no hidden randomness. Appends to `out`,
// which the caller has cleared. Frames in the input may be kept (they are shared); nothing else of
// it outlives the call. After a crash a machine is destroyed; a new one gets Started with what the
// disk still holds.
class Machine {
 public:
  virtual ~Machine() = default;
  virtual void step(Now now, const Input& input, Effects& out) noexcept = 0;
};

}  // namespace callo
