#pragma once

#include "sim/faults/node_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// Processor and disk of the nodes take `factor` times as long, as on an overloaded machine.
class SlowNode final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  static void draw(FaultSettings& fault, PlanDraw& draw) {
    fault.nodes = {draw.endpoint()};
    fault.factor = static_cast<std::uint32_t>(draw.random().between(2, 200));
  }

  void start(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.slow_down(node, settings().factor);
      count_fired();
    }
  }

  void stop(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.speed_up(node, settings().factor);
    }
  }
};

}  // namespace callo::sim
