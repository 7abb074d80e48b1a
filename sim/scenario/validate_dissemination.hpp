#pragma once

#include "sim/scenario/reading.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// What [consensus] says of dissemination must fit the topology, and each key the way that reads it.
// `nodes`: 0 when their number is not known, because a key that it rests on was refused.
void validate_dissemination(Reading& reading, const ScenarioSpec& spec, std::uint32_t nodes);

}  // namespace callo::sim
