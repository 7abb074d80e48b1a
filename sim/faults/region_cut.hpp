#pragma once

#include "sim/faults/link_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// Nothing passes between the cities and all others, either way; traffic inside and among them does.
class RegionCut final : public BlockingFault {
 public:
  using BlockingFault::BlockingFault;

  std::string target() const override;

  static void draw(FaultSettings& fault, PlanDraw& draw) {
    fault.cities = {draw.city()};
    fault.cities_total = draw.world().cities_total;
  }

 private:
  std::vector<LinkScope> scopes() const override;
};

}  // namespace callo::sim
