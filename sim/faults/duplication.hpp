#pragma once

#include <utility>

#include "sim/faults/link_fault.hpp"

namespace callo::sim {

// Messages arrive twice with the probability.
class Duplication final : public CountedImpairingFault {
 public:
  explicit Duplication(FaultSettings settings)
      : CountedImpairingFault{std::move(settings), &FaultCounters::duplicated} {}

 private:
  Impairment impairment() const override { return {.duplicate_ppm = settings().probability_ppm}; }
};

}  // namespace callo::sim
