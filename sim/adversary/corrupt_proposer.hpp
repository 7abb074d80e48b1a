#pragma once

#include <map>
#include <set>

#include "sim/adversary/strategy.hpp"

namespace callo::sim {

// Corrupts whoever proposes, once its proposal is under way and before anybody has it (adaptive and
// rushing), while the budget lasts. What a corrupted proposer proposed as an honest node does not
// reach every second node, by lot.
class CorruptProposer final : public Strategy {
 public:
  explicit CorruptProposer(AdversaryHands& hands)
      : Strategy{hands}, is_deprived_{draw_nodes(hands.nodes() / 2)} {}

  Wish on_packet(const SeenPacket& packet) override {
    for (const Said& said : packet.said) {
      if (said.kind == MessageKind::proposal && !hands().is_corrupted(said.author)) {
        hands().corrupt(said.author);
      }
      const bool is_of_block =
          said.kind == MessageKind::proposal || said.kind == MessageKind::block_part;
      if (is_of_block && hands().is_corrupted(said.author) && is_deprived_[packet.to.value]) {
        return Wish::lost;
      }
    }
    return Wish::pass;
  }

 private:
  std::vector<bool> is_deprived_;
};

}  // namespace callo::sim
