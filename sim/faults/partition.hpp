#pragma once

#include "sim/faults/link_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// Nothing passes between the groups; one way: only what the first group sends to the others is
// lost. Nodes in no group hear everybody.
class Partition final : public BlockingFault {
 public:
  using BlockingFault::BlockingFault;

  std::string target() const override;

  static void draw(FaultSettings& fault, PlanDraw& draw);

 private:
  std::vector<LinkScope> scopes() const override;
};

}  // namespace callo::sim
