#pragma once

#include "sim/faults/link_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// Messages arrive later by the delay.
class Delay final : public ImpairingFault {
 public:
  using ImpairingFault::ImpairingFault;

  static void draw(FaultSettings& fault, PlanDraw& draw) {
    fault.delay = draw.duration(std::chrono::milliseconds{1}, std::chrono::seconds{2});
    fault.links = draw.link_or_everywhere();
  }

 private:
  Impairment impairment() const override { return {.extra_delay = settings().delay}; }
};

}  // namespace callo::sim
