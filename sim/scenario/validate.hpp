#pragma once

#include <string>

#include "sim/scenario/reading.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// What no single key can be checked for: keys against each other, selectors against the map,
// cities against the table, traitors against what is tolerated. Complaints that would only follow
// from a key already refused are left out.
void validate_scenario(Reading& reading, const ScenarioSpec& spec, const std::string& file_stem);

}  // namespace callo::sim
