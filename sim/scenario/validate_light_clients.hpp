#pragma once

#include "sim/scenario/reading.hpp"
#include "sim/scenario/selectors.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// Refuses light clients that could not run: each has one primary, other nodes for witnesses, and a
// city where nodes stand. `map` is null when the network itself was refused.
void validate_light_clients(Reading& reading, const ScenarioSpec& spec, const NodeMap* map);

}  // namespace callo::sim
