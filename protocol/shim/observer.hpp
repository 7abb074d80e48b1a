#pragma once

#include "protocol/base/time.hpp"
#include "protocol/step/effects.hpp"
#include "protocol/step/input.hpp"

namespace callo {

// Sees every step after it happened and cannot influence it: metrics, traces, checkers.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_step(Now now, const Input& input, const Effects& effects) = 0;
};

}  // namespace callo
