#pragma once

#include "sim/faults/node_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// A place loses its power: all nodes that stand there stop together and start again together, each
// from what `disk` left it. What is not of one cause hits each of the others by `common_cause`.
class Outage : public NodeFault {
 public:
  using NodeFault::NodeFault;

  void start(FaultSurface& surface) final;
  void stop(FaultSurface& surface) final;

 private:
  std::vector<EndpointId> down_;
};

class SiteOutage final : public Outage {
 public:
  using Outage::Outage;

  static void draw(FaultSettings& fault, PlanDraw& draw);
};

class CountryOutage final : public Outage {
 public:
  using Outage::Outage;

  static void draw(FaultSettings& fault, PlanDraw& draw);
};

class CityOutage final : public Outage {
 public:
  using Outage::Outage;

  static void draw(FaultSettings& fault, PlanDraw& draw);
};

}  // namespace callo::sim
