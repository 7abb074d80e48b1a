#include "sim/explore/patience.hpp"

#include <algorithm>

namespace callo::sim {

namespace {

constexpr Duration kMargin = std::chrono::seconds(1);

// timeoutX(r) = X + r * X_delta, of all three steps.
Duration longest_round(const ConsensusSpec& consensus, std::uint32_t round) {
  const auto of_step = [&](Duration base, Duration delta) { return base + round * delta; };
  return of_step(consensus.timeout_propose, consensus.timeout_propose_delta) +
         of_step(consensus.timeout_prevote, consensus.timeout_prevote_delta) +
         of_step(consensus.timeout_precommit, consensus.timeout_precommit_delta);
}

// Without a date progress is due once all faults are over: at the end at the latest.
Duration healed_by(const ScenarioSpec& spec) {
  return spec.expect.liveness_after.value_or(spec.duration);
}

}  // namespace

Duration longest_turn(const ScenarioSpec& spec) {
  const Duration healed = healed_by(spec);
  std::uint32_t round = 0;
  for (Duration passed{}; passed < healed; ++round) {
    passed += longest_round(spec.consensus, round);
  }
  Duration turn{};
  for (const std::uint32_t last = round + spec.network.topology.nodes; round < last; ++round) {
    turn += longest_round(spec.consensus, round);
  }
  return turn;
}

ScenarioSpec with_patience(const ScenarioSpec& spec) {
  ScenarioSpec patient = spec;
  patient.expect.liveness_bound = std::max(spec.expect.liveness_bound, longest_turn(spec));
  patient.duration =
      std::max(spec.duration, healed_by(spec) + patient.expect.liveness_bound + kMargin);
  return patient;
}

}  // namespace callo::sim
