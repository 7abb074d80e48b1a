#pragma once

#include <vector>

#include "sim/adversary/strategy.hpp"

namespace callo::sim {

// Half of the nodes, by lot, hear whoever proposes in a round (the proposal and the proposer's
// votes) as late as the model allows, the others at once: one half votes for the block, the other
// for none.
class SplitProposer final : public Strategy {
 public:
  explicit SplitProposer(AdversaryHands& hands)
      : Strategy{hands}, is_late_{draw_nodes(hands.nodes() / 2)} {}

  Wish on_packet(const SeenPacket& packet) override {
    for (const Said& said : packet.said) {
      if (said.kind == MessageKind::proposal) {
        proposer_ = said.author;
      }
      const bool is_proposers = said.kind == MessageKind::proposal ||
                                said.kind == MessageKind::block_part || said.author == proposer_;
      if (is_proposers && is_late_[packet.to.value]) {
        return Wish::late;
      }
    }
    return Wish::pass;
  }

 private:
  std::vector<bool> is_late_;
  NodeId proposer_{~std::uint32_t{0}};
};

}  // namespace callo::sim
