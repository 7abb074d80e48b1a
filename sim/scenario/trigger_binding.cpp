#include "sim/scenario/trigger_binding.hpp"

#include <algorithm>
#include <limits>

#include "sim/scenario/kinds.hpp"

namespace callo::sim {

Trigger trigger_of(const TriggerSpec& spec) {
  Trigger trigger;
  trigger.from = MonotonicTime{spec.from};
  if (spec.until) {
    trigger.until = MonotonicTime{*spec.until};
  }
  trigger.probability_ppm = spec.probability.parts_per_million;
  const auto round_of = [](std::uint64_t number) {
    const auto most = static_cast<std::uint64_t>(std::numeric_limits<Round>::max());
    return static_cast<Round>(std::min(number, most));
  };
  for (const IntegerRange& heights : spec.heights) {
    trigger.heights.push_back({heights.first, heights.last});
  }
  for (const IntegerRange& rounds : spec.rounds) {
    trigger.rounds.push_back({round_of(rounds.first), round_of(rounds.last)});
  }
  for (const HeightAndRound& place : spec.at) {
    trigger.places.push_back({place.height, round_of(place.round)});
  }
  for (std::size_t i = 0; i < kSightings; ++i) {
    const std::string& name = sighting_names()[i];
    if (std::find(spec.on.begin(), spec.on.end(), name) != spec.on.end()) {
      trigger.seen.add(static_cast<Sighting>(i));
    }
  }
  return trigger;
}

}  // namespace callo::sim
