#pragma once

#include "sim/faults/link_fault.hpp"

namespace callo::sim {

// Messages are lost with the probability.
class Loss final : public ImpairingFault {
 public:
  using ImpairingFault::ImpairingFault;

  void start(FaultSurface& surface) override {
    ImpairingFault::start(surface);
    tally_.begin(surface);
  }

  void stop(FaultSurface& surface) override {
    tally_.end(surface);
    ImpairingFault::stop(surface);
  }

  std::uint64_t fired(const FaultSurface& surface) const override { return tally_.value(surface); }

 private:
  Impairment impairment() const override { return {.loss_ppm = settings().probability_ppm}; }

  Tally tally_{&FaultCounters::lost};
};

}  // namespace callo::sim
