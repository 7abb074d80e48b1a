#include "sim/traitors/trigger.hpp"

#include "sim/traitors/draw.hpp"

namespace callo::sim {

bool Trigger::fires(const TriggerPoint& point, Random& random) const {
  if (point.time < from || point.time >= until || !heights.covers(point.height) ||
      !rounds.covers(point.round)) {
    return false;
  }
  if (probability_ppm == 0 || probability_ppm >= kPartsPerMillion) {
    return probability_ppm != 0;
  }
  return draw_below(random, kPartsPerMillion) < probability_ppm;
}

}  // namespace callo::sim
