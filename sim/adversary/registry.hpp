#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "sim/adversary/strategy.hpp"

namespace callo::sim {

struct StrategyKind {
  std::string_view name;  // as in [adversary] strategy
  std::string_view description;
  bool corrupts;  // asks for corruption on the way, and does nothing else without
  std::unique_ptr<Strategy> (*make)(AdversaryHands& hands);
};

std::span<const StrategyKind> strategy_kinds();
// Null if there is none of that name.
const StrategyKind* find_strategy(std::string_view name);

}  // namespace callo::sim
