#pragma once

#include "sim/faults/staged_links.hpp"

namespace callo::sim {

// Nothing passes over the links, unless stages say otherwise.
class LinkDown final : public StagedLinks {
 public:
  using StagedLinks::StagedLinks;

  static void draw(FaultSettings& fault, PlanDraw& draw) { fault.links = draw.link(); }
};

}  // namespace callo::sim
