#include "sim/traitors/random_traitors.hpp"

#include <array>
#include <span>

#include "protocol/base/check.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/engine/swarm.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

std::vector<RandomTraitor> draw_random_traitors(const RandomTraitorsSettings& settings) {
  CALLO_CHECK(settings.traitors <= settings.candidates.size());
  RandomStream random{settings.seed, Purpose::of("random traitors")};
  constexpr std::array<std::uint32_t, 3> kProbabilities{kPartsPerMillion, 500'000, 100'000};
  // Within a round, about a timeout, beyond several.
  constexpr std::array<int, 3> kDelaysMs{100, 1'000, 5'000};
  // Half of them towards everybody.
  constexpr std::array kVictims{"", "", "", "", "even", "odd", "minority", "one"};
  RandomStream aim{settings.seed, Purpose::of("random victims")};
  std::vector<RandomTraitor> traitors;
  if (settings.traitors == 0) {
    return traitors;
  }
  const std::vector<std::string> kinds = draw_swarm(settings.kinds, random);
  std::vector<NodeId> order = settings.candidates;
  shuffle(std::span{order}, random);
  const bool is_coalition = random.below(2) == 0;
  for (std::uint32_t index = 0; index < settings.traitors; ++index) {
    RandomTraitor traitor;
    traitor.node = order[index];
    traitor.behaviour = kinds[random.below(kinds.size())];
    traitor.trigger.probability_ppm = kProbabilities[random.below(kProbabilities.size())];
    traitor.forwards = random.below(2) == 0;
    traitor.is_in_coalition = is_coalition;
    traitor.delay = std::chrono::milliseconds{kDelaysMs[random.below(kDelaysMs.size())]};
    traitor.victims = kVictims[aim.below(kVictims.size())];
    traitors.push_back(std::move(traitor));
  }
  return traitors;
}

}  // namespace callo::sim
