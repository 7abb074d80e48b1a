#pragma once

#include <map>
#include <vector>

#include "sim/adversary/strategy.hpp"

namespace callo::sim {

// Makes a lock that nobody else knows of, in every round anew. Of n nodes so few hear the proposal
// in time that their prevotes are just +2/3, and the prevote of one of them, by lot, reaches the
// others as late as the model allows: it alone counts +2/3 and locks, the others count one less
// and precommit nil. Its precommit comes late as well. Later proposers cannot know of the lock.
class HiddenLock final : public Strategy {
 public:
  using Strategy::Strategy;

  Wish on_packet(const SeenPacket& packet) override {
    for (const Said& said : packet.said) {
      const Plan& plan = plan_of(said.height, said.round);
      const bool is_of_block =
          said.kind == MessageKind::proposal || said.kind == MessageKind::block_part;
      if (is_of_block && !plan.is_informed[packet.to.value]) {
        return Wish::late;
      }
      if (!is_of_block && said.author == plan.locked) {
        return Wish::late;
      }
    }
    return Wish::pass;
  }

 private:
  struct Plan {
    std::vector<bool> is_informed;
    NodeId locked;
  };

  const Plan& plan_of(Height height, Round round);

  std::map<std::pair<Height, Round>, Plan> plans_;
};

}  // namespace callo::sim
