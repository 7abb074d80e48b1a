#pragma once

#include <string>

#include "sim/scenario/field.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// The scenario as a person would write it: keys that have their default are left out. Reading it
// gives the same spec.
Json brief_fields(const ScenarioSpec& spec);
std::string to_brief_toml(const ScenarioSpec& spec);

}  // namespace callo::sim
