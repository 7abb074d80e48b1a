#pragma once

#include "sim/faults/fault.hpp"

namespace callo::sim {

// Both clocks of the nodes run too fast or too slowly. What they have gained or lost by the end of
// the fault stays: nobody sets them right.
class ClockDrift final : public Fault {
 public:
  using Fault::Fault;

  void start(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.add_drift(node, settings().drift_ppm);
      ++fired_;
    }
  }

  void stop(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.add_drift(node, -settings().drift_ppm);
    }
  }

  std::string target() const override { return name_nodes(settings().nodes); }

  std::uint64_t fired(const FaultSurface&) const override { return fired_; }

 private:
  std::uint64_t fired_ = 0;
};

}  // namespace callo::sim
