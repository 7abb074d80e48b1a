#pragma once

#include "sim/faults/link_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// Messages are held back by up to the delay, with the probability, so that later ones overtake
// them.
class Reordering final : public ImpairingFault {
 public:
  using ImpairingFault::ImpairingFault;

  static void draw(FaultSettings& fault, PlanDraw& draw) {
    fault.probability_ppm = draw.probability_ppm(1'000, 900'000);
    fault.delay = draw.duration(std::chrono::milliseconds{1}, std::chrono::seconds{2});
    fault.links = draw.link_or_everywhere();
  }

 private:
  Impairment impairment() const override {
    return {.reorder_ppm = settings().probability_ppm, .reorder_window = settings().delay};
  }
};

}  // namespace callo::sim
