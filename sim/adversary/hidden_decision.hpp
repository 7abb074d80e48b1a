#pragma once

#include <map>
#include <vector>

#include "sim/adversary/strategy.hpp"

namespace callo::sim {

// Lets one node, by lot, decide each height in its first round, and nobody else know. As many as
// may be faulty hear the proposal late and precommit nil, so that the others, who all lock, wait
// for no more than their timeouts: the precommit that would decide it for them is that of the node
// that decides, which reaches nobody before the model's bound, and so does whatever else that node
// says. Whoever was left out proposes something else when its turn comes; only locks keep that from
// being decided (section IV of arXiv:1807.04938).
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
