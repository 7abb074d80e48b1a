#pragma once

#include "protocol/base/time.hpp"

namespace callo {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Now now() const = 0;
};

}  // namespace callo
