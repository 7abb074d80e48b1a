#pragma once

#include "sim/faults/node_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// The nodes' calendar clocks jump, forwards or backwards, and jump back when the fault is over, as
// when somebody sets a clock wrong and right again. From the start of the run on it is an offset.
// The monotonic clocks, and so the timers, go on.
class ClockStep final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  // Beyond what any clock that is looked after shows, and well within what voters allow a proposer.
  static void draw(FaultSettings& fault, PlanDraw& draw) {
    fault.nodes = {draw.endpoint()};
    fault.offset = draw.duration(-std::chrono::seconds{3}, std::chrono::seconds{3});
  }

  void start(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.shift_calendar(node, settings().offset);
      count_fired();
    }
  }

  void stop(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.shift_calendar(node, -settings().offset);
    }
  }
};

}  // namespace callo::sim
