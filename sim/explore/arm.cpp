#include "sim/explore/arm.hpp"

#include <algorithm>
#include <array>

#include "sim/explore/adversary_arm.hpp"
#include "sim/explore/differential.hpp"
#include "sim/explore/mutation_arm.hpp"
#include "sim/explore/swarm.hpp"
#include "sim/explore/trial.hpp"
#include "sim/explore/twins_arm.hpp"
#include "sim/scenario/written_out.hpp"

namespace callo::sim {

namespace {

ScenarioSpec draw_as_written(const ScenarioSpec& base, std::uint64_t seed, ExploreMode) {
  return written_out(base, seed);
}

constexpr std::array kArms{
    Arm{"swarm", "faults, traitors, network, timing and demand drawn anew for each seed",
        draw_swarm_scenario, run_trial},
    Arm{"differential",
        "the swarm, each seed with and without SimGrid and by three ways of sending",
        draw_swarm_scenario, run_differential_trial},
    Arm{"twins", "nodes that run twice, their copies torn apart round by round, each way once",
        draw_twins_scenario, run_trial},
    Arm{"mutation", "single messages changed in chosen rounds, and partitions of about a round",
        draw_mutation_scenario, run_trial},
    Arm{"adversary", "one adversary that sees every message first, within its model of synchrony",
        draw_adversary_scenario, run_trial},
    Arm{"fixed", "the scenario as it is written, seed by seed", draw_as_written, run_trial},
};

}  // namespace

std::span<const Arm> arms() {
  return kArms;
}

const Arm* find_arm(std::string_view name) {
  const auto found =
      std::find_if(kArms.begin(), kArms.end(), [name](const Arm& arm) { return arm.name == name; });
  return found == kArms.end() ? nullptr : &*found;
}

}  // namespace callo::sim
