#include "sim/scenario/trigger_binding.hpp"

namespace callo::sim {

Trigger trigger_of(const TriggerSpec& spec) {
  Trigger trigger;
  trigger.from = MonotonicTime{spec.from};
  if (spec.until) {
    trigger.until = MonotonicTime{*spec.until};
  }
  trigger.probability_ppm = spec.probability.parts_per_million;
  if (spec.heights) {
    trigger.heights = {spec.heights->first, spec.heights->last};
  }
  if (spec.rounds) {
    trigger.rounds = {static_cast<Round>(spec.rounds->first),
                      static_cast<Round>(spec.rounds->last)};
  }
  return trigger;
}

}  // namespace callo::sim
