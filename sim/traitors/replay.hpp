#pragma once

#include <deque>

#include "sim/traitors/adding.hpp"

namespace callo::sim {

// After each of its votes says again what it or somebody else said at least two heights ago, byte
// for byte: votes, proposals and parts of decided heights, also its own of before a crash.
class Replay final : public Adding {
 public:
  explicit Replay(const TraitorContext& context) : Adding{context} {}

 private:
  struct Heard {
    Height height;
    Frame frame;
  };

  void look(const Frame& frame) override;
  void follow(const Turn& turn, const Vote& vote, Effects& out) override;

  std::deque<Heard> heard_;  // the latest, newest last
};

}  // namespace callo::sim
