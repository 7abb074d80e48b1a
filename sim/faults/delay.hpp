#pragma once

#include "sim/faults/link_fault.hpp"

namespace callo::sim {

// Messages arrive later by the delay.
class Delay final : public ImpairingFault {
 public:
  using ImpairingFault::ImpairingFault;

 private:
  Impairment impairment() const override { return {.extra_delay = settings().delay}; }
};

}  // namespace callo::sim
