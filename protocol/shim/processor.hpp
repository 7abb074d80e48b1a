#pragma once

#include "protocol/shim/storage.hpp"
#include "protocol/step/effects.hpp"

namespace callo {

// Spends the time that a step's cryptography costs. Returns true when it is spent already (real
// machines: always); otherwise the host calls Driver::processed(ticket) later, in order.
class Processor {
 public:
  virtual ~Processor() = default;
  virtual bool spend(const Work& work, StepTicket ticket) = 0;
};

}  // namespace callo
