#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/base/ids.hpp"
#include "sim/traitors/trigger.hpp"

namespace callo::sim {

struct RandomTraitorsSettings {
  std::uint64_t seed{};
  std::vector<NodeId> candidates;  // at least `traitors`
  std::uint32_t traitors{};
  std::vector<std::string> kinds;  // behaviours of the registry
};

struct RandomTraitor {
  NodeId node;
  std::string behaviour;
  Trigger trigger;
  bool forwards = true;
  Duration delay{};
  std::string victims{};         // a word of scenario/audience.hpp; empty: everybody
  bool is_in_coalition = false;  // shares the split and the stories of the others that are
};

// Draws distinct traitors from the seed alone, with behaviours of a swarm of the kinds
// (sim/engine/swarm.hpp).
std::vector<RandomTraitor> draw_random_traitors(const RandomTraitorsSettings& settings);

}  // namespace callo::sim
