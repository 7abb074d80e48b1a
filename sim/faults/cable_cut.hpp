#pragma once

#include "sim/faults/staged_links.hpp"

namespace callo::sim {

// A cable is cut that the links of a group share: one link, by lot, goes down for certain, and each
// of the others with the probability `common_cause` (the beta factor of common-cause failures). A
// link is both of its directions: of the settings, neighbours in the list.
class CableCut final : public StagedLinks {
 public:
  using StagedLinks::StagedLinks;

  static void draw(FaultSettings& fault, PlanDraw& draw);

 private:
  std::vector<LinkScope> affected() const override;
};

}  // namespace callo::sim
