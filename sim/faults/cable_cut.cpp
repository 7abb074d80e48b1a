#include "sim/faults/cable_cut.hpp"

#include <algorithm>

namespace callo::sim {

// Down at first; then, as often as not, a longer and worse way round until the repair ship is done.
void CableCut::draw(FaultSettings& fault, PlanDraw& draw) {
  fault.links = draw.place(draw.world().risk_groups, fault);
  fault.common_cause_ppm = draw.probability_ppm(0, kMillion);
  if (draw.random().below(2) == 0) {
    fault.stages = {{.at = {}, .is_down = true},
                    {.at = *fault.duration / 3,
                     .loss_ppm = draw.probability_ppm(1'000, 200'000),
                     .extra_round_trip = draw.duration(std::chrono::milliseconds{10},
                                                       std::chrono::milliseconds{500})}};
  }
}

std::vector<LinkScope> CableCut::affected() const {
  RandomStream random{settings().seed, Purpose::of("cable cut")};
  const std::vector<LinkScope>& all = settings().links;
  const std::size_t pairs = (all.size() + 1) / 2;
  const std::size_t certain = pairs == 0 ? 0 : random.below(pairs);
  std::vector<LinkScope> hit;
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    const bool is_hit = random.chance(settings().common_cause_ppm) || pair == certain;
    for (std::size_t i = 2 * pair; is_hit && i < std::min(2 * pair + 2, all.size()); ++i) {
      hit.push_back(all[i]);
    }
  }
  return hit;
}

}  // namespace callo::sim
