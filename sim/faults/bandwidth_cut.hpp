#pragma once

#include <algorithm>

#include "sim/faults/node_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// The nodes' access lines carry no more than `bandwidth`, up and down.
class BandwidthCut final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  // Down to a thousandth.
  static void draw(FaultSettings& fault, PlanDraw& draw) {
    fault.nodes = {draw.endpoint()};
    fault.bits_per_s =
        std::max<std::int64_t>(1'000, draw.world().bits_per_s / draw.random().between(2, 1'000));
  }

  void start(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.cut_bandwidth(node, settings().bits_per_s);
      count_fired();
    }
  }

  void stop(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.restore_bandwidth(node, settings().bits_per_s);
    }
  }
};

}  // namespace callo::sim
