#pragma once

#include "sim/faults/node_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// The nodes do nothing, as a stopped process or a paused virtual machine, and hear everything late.
class Pause final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  static void draw(FaultSettings& fault, PlanDraw& draw) { fault.nodes = {draw.endpoint()}; }

  void start(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      count_fired(surface.pause(node));
    }
  }

  void stop(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.resume(node);
    }
  }
};

}  // namespace callo::sim
