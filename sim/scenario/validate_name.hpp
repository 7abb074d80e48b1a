#pragma once

#include <string>

#include "sim/scenario/reading.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// A scenario's name is its file's stem, and names the folder of its results.
void validate_name(Reading& reading, const ScenarioSpec& spec, const std::string& file_stem);

}  // namespace callo::sim
