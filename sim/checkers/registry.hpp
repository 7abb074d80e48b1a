#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "sim/checkers/checker.hpp"

namespace callo::sim {

struct ClaimKind {
  std::string_view name;  // as in [expect] invariants and in the list of violations
  std::string_view description;
  std::unique_ptr<Checker> (*make)(const CheckContext& context);
};

std::span<const ClaimKind> claim_kinds();
// Null if there is none of that name.
const ClaimKind* find_claim(std::string_view name);

}  // namespace callo::sim
