#include "sim/traitors/trigger.hpp"

#include <algorithm>

#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

template <typename Integer>
bool covers(const std::vector<Range<Integer>>& ranges, Integer value) {
  return ranges.empty() || std::any_of(ranges.begin(), ranges.end(),
                                       [value](const auto& range) { return range.covers(value); });
}

}  // namespace

bool Trigger::fires(const TriggerPoint& point, Random& random) const {
  const RoundOfHeight place{point.height, point.round};
  const bool is_place =
      places.empty() || std::find(places.begin(), places.end(), place) != places.end();
  if (point.time < from || point.time >= until || !covers(heights, point.height) ||
      !covers(rounds, point.round) || !is_place || !point.seen.has_all(seen)) {
    return false;
  }
  if (probability_ppm == 0 || probability_ppm >= kPartsPerMillion) {
    return probability_ppm != 0;
  }
  return draw_below(random, kPartsPerMillion) < probability_ppm;
}

}  // namespace callo::sim
