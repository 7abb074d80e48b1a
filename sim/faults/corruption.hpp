#pragma once

#include <utility>

#include "sim/faults/link_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// Some bits of messages arrive flipped, with the probability: whoever gets one must refuse it.
class MessageCorruption final : public CountedImpairingFault {
 public:
  explicit MessageCorruption(FaultSettings settings)
      : CountedImpairingFault{std::move(settings), &FaultCounters::corrupted} {}

  static void draw(FaultSettings& fault, PlanDraw& draw) {
    fault.probability_ppm = draw.probability_ppm(1'000, 900'000);
    fault.links = draw.link_or_everywhere();
  }

 private:
  Impairment impairment() const override { return {.corrupt_ppm = settings().probability_ppm}; }
};

}  // namespace callo::sim
