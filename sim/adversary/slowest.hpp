#pragma once

#include "sim/adversary/strategy.hpp"

namespace callo::sim {

// Everything arrives as late as the model allows.
class Slowest final : public Strategy {
 public:
  using Strategy::Strategy;

  Wish on_packet(const SeenPacket&) override { return Wish::late; }
};

}  // namespace callo::sim
