#pragma once

#include "sim/faults/node_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// Both clocks of the nodes run too fast or too slowly. What they have gained or lost by the end of
// the fault stays: nobody sets them right.
class ClockDrift final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  static void draw(FaultSettings& fault, PlanDraw& draw) {
    constexpr std::int64_t kDriftPpmMax = 20'000;
    fault.nodes = {draw.endpoint()};
    fault.drift_ppm = draw.random().between(-kDriftPpmMax, kDriftPpmMax);
  }

  void start(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.add_drift(node, settings().drift_ppm);
      count_fired();
    }
  }

  void stop(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.add_drift(node, -settings().drift_ppm);
    }
  }
};

}  // namespace callo::sim
