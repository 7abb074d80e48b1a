#pragma once

#include <string>
#include <vector>

#include "sim/scenario/field.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// The field table of the scenario format (fields.cpp) applied to a whole scenario.
void read_fields(Reading& reading, const Value& root, ScenarioSpec& spec);
// Every key that means something, defaults included; reading it gives the same spec.
Json write_fields(const ScenarioSpec& spec);
// The JSON Schema of one scenario, without its preamble.
Json schema_of_fields();

}  // namespace callo::sim
