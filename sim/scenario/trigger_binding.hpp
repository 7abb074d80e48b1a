#pragma once

#include "sim/scenario/spec.hpp"
#include "sim/traitors/trigger.hpp"

namespace callo::sim {

// When a traitor of the scenario misbehaves.
Trigger trigger_of(const TriggerSpec& spec);

}  // namespace callo::sim
