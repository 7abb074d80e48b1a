#pragma once

#include <algorithm>
#include <set>

#include "sim/faults/link_fault.hpp"
#include "sim/faults/node_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// Clogs nodes: nothing reaches them or leaves them until they are unclogged, and then all of it
// does, in the order in which it was sent.
class CloggingFault : public NodeFault {
 public:
  using NodeFault::NodeFault;

  std::uint64_t fired(const FaultSurface& surface) const final { return tally_.value(surface); }

 protected:
  void begin(FaultSurface& surface) { tally_.begin(surface); }

  void clog(EndpointId node, FaultSurface& surface) {
    if (clogged_.insert(node).second) {
      for_each_link(node, [&](const LinkScope& link) { surface.clog(link); });
    }
  }

  void unclog(EndpointId node, FaultSurface& surface) {
    if (clogged_.erase(node) != 0) {
      for_each_link(node, [&](const LinkScope& link) { surface.unclog(link); });
    }
  }

  void end(FaultSurface& surface) {
    tally_.end(surface);
    const std::set<EndpointId> left = clogged_;
    for (const EndpointId node : left) {
      unclog(node, surface);
    }
  }

 private:
  template <typename Each>
  void for_each_link(EndpointId node, Each&& each) const {
    for (std::uint32_t other = 0; other < settings().endpoints_total; ++other) {
      if (other != node.value) {
        each(LinkScope::between(node, {other}));
        each(LinkScope::between({other}, node));
      }
    }
  }

  std::set<EndpointId> clogged_;
  Tally tally_{&FaultCounters::held};
};

class Clog final : public CloggingFault {
 public:
  using CloggingFault::CloggingFault;

  static void draw(FaultSettings& fault, PlanDraw& draw) { fault.nodes = {draw.endpoint()}; }

  void start(FaultSurface& surface) override {
    begin(surface);
    for (const EndpointId node : settings().nodes) {
      clog(node, surface);
    }
  }

  void stop(FaultSurface& surface) override { end(surface); }
};

}  // namespace callo::sim
