#pragma once

#include <set>
#include <utility>

#include "sim/faults/node_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// No byte can be written any more. A node whose write fails must stop, for nobody knows what of it
// is on the disk (protocol/posix/log_file); it is started again every `period` and stops at its
// next write, until there is room again.
class FullDisk final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  static void draw(FaultSettings& fault, PlanDraw& draw) {
    fault.nodes = {draw.endpoint()};
    fault.period = draw.period(fault);
  }

  void start(FaultSurface& surface) override { await_writes(surface); }

  std::optional<Duration> until_next_change() const override { return settings().period; }

  void change(FaultSurface& surface) override { restart_all(surface); }

  void stop(FaultSurface& surface) override {
    is_over_ = true;
    for (const EndpointId node : settings().nodes) {
      surface.on_next_write(node, {});
    }
    restart_all(surface);
  }

 private:
  void await_writes(FaultSurface& surface) {
    for (const EndpointId node : settings().nodes) {
      await_write(node, surface);
    }
  }

  void await_write(EndpointId node, FaultSurface& surface) {
    surface.on_next_write(node, [this, node, &surface] {
      if (!is_over_ && !down_.contains(node)) {
        count_fired(surface.crash(node, Disk::torn_anywhere));
        down_.insert(node);
      }
    });
  }

  // The first step of a life may write already: the wish comes first.
  void restart_all(FaultSurface& surface) {
    for (const EndpointId node : std::exchange(down_, {})) {
      if (!is_over_) {
        await_write(node, surface);
      }
      surface.restart(node);
    }
  }

  std::set<EndpointId> down_;
  bool is_over_ = false;
};

}  // namespace callo::sim
