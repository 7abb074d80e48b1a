#pragma once

#include <utility>

#include "sim/faults/link_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// Messages are lost with the probability.
class Loss final : public CountedImpairingFault {
 public:
  explicit Loss(FaultSettings settings)
      : CountedImpairingFault{std::move(settings), &FaultCounters::lost} {}

  static void draw(FaultSettings& fault, PlanDraw& draw) {
    // From one in a thousand to nearly all, and often everywhere.
    fault.probability_ppm = draw.probability_ppm(1'000, 900'000);
    fault.links = draw.link_or_everywhere();
  }

 private:
  Impairment impairment() const override { return {.loss_ppm = settings().probability_ppm}; }
};

}  // namespace callo::sim
