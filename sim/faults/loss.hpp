#pragma once

#include <utility>

#include "sim/faults/link_fault.hpp"

namespace callo::sim {

// Messages are lost with the probability.
class Loss final : public CountedImpairingFault {
 public:
  explicit Loss(FaultSettings settings)
      : CountedImpairingFault{std::move(settings), &FaultCounters::lost} {}

 private:
  Impairment impairment() const override { return {.loss_ppm = settings().probability_ppm}; }
};

}  // namespace callo::sim
