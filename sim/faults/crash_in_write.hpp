#pragma once

#include <set>

#include "sim/faults/node_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// Each node loses power while it writes next: what it was writing is cut anywhere. It starts again
// when the fault is over.
class CrashInWrite final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  static void draw(FaultSettings& fault, PlanDraw& draw) { fault.nodes = {draw.endpoint()}; }

  void start(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.on_next_write(node, [this, node, &surface] {
        if (!is_over_) {
          count_fired(surface.crash(node, Disk::torn_anywhere));
          down_.insert(node);
        }
      });
    }
  }

  void stop(FaultSurface& surface) override {
    is_over_ = true;
    for (const EndpointId node : settings().nodes) {
      surface.on_next_write(node, {});
      if (down_.erase(node) != 0) {
        surface.restart(node);
      }
    }
  }

 private:
  std::set<EndpointId> down_;
  bool is_over_ = false;
};

}  // namespace callo::sim
