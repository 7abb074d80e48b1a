#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "sim/explore/outcome.hpp"
#include "sim/scenario/run_memory.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// What the faults of a draw may do.
enum class ExploreMode : std::uint8_t {
  budgeted,   // every fault must be survived: safety throughout, and progress once they are over
  unlimited,  // benign faults without bound: safety alone is claimed
};

// A way of choosing what to run: one line of the registry (arm.cpp).
struct Arm {
  std::string_view name;
  std::string_view description;
  // The scenario of this seed, with nothing left to draw (seeds = this one, no [random]). Depends
  // on the template, the seed and the mode alone. It reads back from its own TOML.
  ScenarioSpec (*draw)(const ScenarioSpec& base, std::uint64_t seed, ExploreMode mode);
  // Runs what was drawn, or what is left of it. The memory is the process's.
  Outcome (*run)(const ScenarioSpec& drawn, RunMemory& memory);
};

std::span<const Arm> arms();
// Null if there is none of that name.
const Arm* find_arm(std::string_view name);

}  // namespace callo::sim
