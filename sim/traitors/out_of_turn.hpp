#pragma once

#include "sim/traitors/adding.hpp"

namespace callo::sim {

// After each of its prevotes proposes in that round and in the next one, whoever's turn it is: the
// block it voted for or one of its own making, with its part.
class OutOfTurn final : public Adding {
 public:
  explicit OutOfTurn(const TraitorContext& context) : Adding{context} {}

 private:
  void follow(const Turn& turn, const Vote& vote, Effects& out) override;
};

}  // namespace callo::sim
