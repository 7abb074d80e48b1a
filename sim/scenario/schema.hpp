#pragma once

#include "sim/scenario/field.hpp"

namespace callo::sim {

// JSON Schema, draft 2020-12, of the scenario format: for editors. What it accepts, the reader may
// still refuse (selectors that match nothing); what it refuses, the reader refuses.
Json scenario_schema();

}  // namespace callo::sim
