#pragma once

#include "sim/adversary/strategy.hpp"

namespace callo::sim {

// Keeps a height undecided as long as the model allows. The proposal comes last of all, so that
// every round whose timeout is shorter than the bound ends with nil; where a block was locked all
// the same, the precommits that would decide it come last. All else is at once, so that rounds pass
// quickly.
class Undecided final : public Strategy {
 public:
  using Strategy::Strategy;

  Wish on_packet(const SeenPacket& packet) override {
    const bool is_decisive = carries(packet, MessageKind::proposal) ||
                             carries(packet, MessageKind::block_part) ||
                             carries(packet, MessageKind::precommit);
    return is_decisive ? Wish::late : Wish::pass;
  }
};

}  // namespace callo::sim
