#pragma once

#include <string>

#include "sim/scenario/reading.hpp"
#include "sim/scenario/selectors.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// The schedule of twins at the key `path`: each round once, and only nodes that there are.
void validate_twin_schedule(Reading& reading, const std::string& path, const TraitorSpec& traitor,
                            const NodeMap& map);

// The lies of mutate_as_told at the key `path`: only nodes that there are, and only what the
// message can say.
void validate_mutations(Reading& reading, const std::string& path, const TraitorSpec& traitor,
                        const NodeMap& map);

}  // namespace callo::sim
