#pragma once

#include "sim/faults/link_fault.hpp"

namespace callo::sim {

// Messages are held back by up to the delay, with the probability, so that later ones overtake
// them.
class Reordering final : public ImpairingFault {
 public:
  using ImpairingFault::ImpairingFault;

 private:
  Impairment impairment() const override {
    return {.reorder_ppm = settings().probability_ppm, .reorder_window = settings().delay};
  }
};

}  // namespace callo::sim
