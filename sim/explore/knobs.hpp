#pragma once

#include <span>
#include <string_view>

#include "sim/engine/random_stream.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// One feature of a scenario that exploration turns. Every knob draws from a stream of its own, so
// that a new one shifts nothing else.
struct Knob {
  std::string_view feature;  // of explored_features()
  void (*turn)(ScenarioSpec& spec, RandomStream& random);
};

// In the order in which they are turned.
std::span<const Knob> knobs();

}  // namespace callo::sim
