#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "sim/traitors/behaviour.hpp"

namespace callo::sim {

struct BehaviourKind {
  std::string_view name;  // as in [[traitor]] behaviour
  std::string_view description;
  // Null for twins, which are no wrapper: the runner starts a second, honest endpoint with the
  // same key, and each of both hears one side of the coalition's split only.
  std::unique_ptr<Behaviour> (*make)(const TraitorContext& context);

  bool is_second_endpoint() const { return make == nullptr; }
};

std::span<const BehaviourKind> behaviour_kinds();
// Null if there is none of that name.
const BehaviourKind* find_behaviour(std::string_view name);

}  // namespace callo::sim
