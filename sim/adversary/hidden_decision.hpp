#pragma once

#include <map>
#include <vector>

#include "sim/adversary/strategy.hpp"

namespace callo::sim {

// Lets one node, by lot, decide each height in its first round, and nobody else know: precommits of
// that round reach the others, and whatever that node says reaches anybody, as late as the model
// allows. So do the round's prevotes towards as many nodes as may be faulty: they learn of no +2/3,
// and whichever of them proposes next proposes something else. Only locks keep it from being
// decided (section IV of arXiv:1807.04938).
class HiddenDecision final : public Strategy {
 public:
  using Strategy::Strategy;

  Wish on_packet(const SeenPacket& packet) override;

 private:
  struct Plan {
    NodeId decided;
    std::vector<bool> is_left_out;
  };

  const Plan& plan_of(Height height);
  bool decided_alone(NodeId node) const;
  bool hides(const Said& said, const SeenPacket& packet);

  std::map<Height, Plan> plans_;
};

}  // namespace callo::sim
