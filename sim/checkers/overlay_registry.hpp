#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "sim/checkers/overlay_checker.hpp"

namespace callo::sim {

struct OverlayClaimKind {
  std::string_view name;  // as in expect.invariants
  std::string_view description;
  std::unique_ptr<OverlayChecker> (*make)();
};

std::span<const OverlayClaimKind> overlay_claim_kinds();

}  // namespace callo::sim
