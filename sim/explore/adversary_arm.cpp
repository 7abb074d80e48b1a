#include "sim/explore/adversary_arm.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "sim/adversary/registry.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/explore/concrete_arm.hpp"
#include "sim/scenario/kinds.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration kAdversaryProposeTimeout = milliseconds{600};
constexpr Duration kAdversaryVoteTimeout = milliseconds{300};
constexpr Duration kAdversaryTimeoutDelta = milliseconds{200};
constexpr Duration kAdversaryPause = milliseconds{300};
// A height is decided once timeouts exceed the bound a hop; a cube of 16 has four hops.
constexpr std::int64_t kDelayMaxMs = 600;
constexpr std::int64_t kDelayOfAHopMaxMs = 150;
constexpr std::int64_t kDelayMinMs = 50;
constexpr std::int64_t kStabilisesMaxMs = 6'000;
constexpr std::int64_t kCorruptionDelayMaxMs = 2'000;
constexpr Duration kCalmAfter = seconds{8};
constexpr Duration kAdversaryLivenessBound = seconds{16};
// A crash and what follows from it are over before the model's bound of progress begins.
constexpr std::uint64_t kCrashesMax = 3;
constexpr std::int64_t kCrashedByMs = 5'000;
constexpr std::int64_t kSyncMaxMs = 50;
constexpr std::int64_t kDownMinMs = 50;
constexpr std::int64_t kDownMaxMs = 2'000;

class AdversaryDrawer {
 public:
  AdversaryDrawer(ScenarioSpec& spec, std::uint64_t seed)
      : spec_{spec}, random_{seed, Purpose::of("adversary arm")} {}

  void draw() {
    draw_network();
    draw_strategy();
    draw_synchrony();
    draw_crashes();
  }

 private:
  std::uint32_t nodes() const { return spec_.network.topology.nodes; }

  void draw_network() {
    is_direct_ = random_.below(2) == 0;
    TopologySpec& topology = spec_.network.topology;
    topology = {is_direct_ ? TopologyKind::complete : TopologyKind::hypercube, topology.nodes};
    topology.extra_links = is_direct_ || nodes() < 3 ? 0 : 1;
    spec_.consensus.dissemination = is_direct_ ? Dissemination::direct : Dissemination::flood;
    if (random_.below(2) == 0) {
      spec_.network.jitter = {false, milliseconds{random_.between(1, 20)}};
    }
  }

  std::string draw_behaviour() {
    std::vector<std::string> kinds = drawn_traitor_kind_names();
    std::erase(kinds, "twins");  // nobody becomes two on the way
    return kinds[random_.below(kinds.size())];
  }

  void draw_strategy() {
    const std::span<const StrategyKind> kinds = strategy_kinds();
    const StrategyKind& kind = kinds[random_.below(kinds.size())];
    AdversarySpec adversary;
    adversary.strategy = std::string{kind.name};
    adversary.behaviour = "equivocate";  // as a file reads that names none
    const std::uint32_t corruptible = (nodes() - 1) / 3;
    const bool corrupts = kind.corrupts || random_.below(2) == 0;
    if (corrupts && corruptible > 0) {
      // Rounded up, or the least of them would not be within it.
      adversary.power.parts_per_million = (corruptible * kCertain + nodes() - 1) / nodes();
      adversary.corruption = kind.corrupts ? Corruption::adaptive : Corruption::fixed;
      adversary.behaviour = draw_behaviour();
    }
    if (kind.corrupts) {
      adversary.corruption_delay = milliseconds{random_.between(0, kCorruptionDelayMaxMs)};
    }
    spec_.adversary = adversary;
  }

  void draw_synchrony() {
    spec_.synchrony.gst = milliseconds{random_.between(0, kStabilisesMaxMs)};
    const std::int64_t longest = is_direct_ ? kDelayMaxMs : kDelayOfAHopMaxMs;
    spec_.synchrony.max_delay = milliseconds{random_.between(kDelayMinMs, longest)};
  }

  // A crash that ends hits one node or all of them; one that never ends hits one node, which counts
  // like a corrupted one.
  void draw_crashes() {
    spec_.storage.sync = milliseconds{random_.below(2) == 0 ? 0 : random_.between(1, kSyncMaxMs)};
    if (spec_.adversary->power.parts_per_million != 0) {
      return;
    }
    const bool loses_one = nodes() > 3 && random_.below(3) == 0;
    for (std::uint64_t crashes = random_.below(kCrashesMax + 1); crashes > 0; --crashes) {
      FaultSpec& fault = add_crash(random_.below(3) == 0 ? "crash_in_write" : "crash");
      fault.duration = milliseconds{random_.between(kDownMinMs, kDownMaxMs)};
      if (random_.below(2) == 0) {
        hit_all(fault);
      }
    }
    if (loses_one) {
      add_crash("crash");
    }
  }

  void hit_all(FaultSpec& fault) const {
    fault.nodes.clear();
    for (std::uint32_t node = 0; node < nodes(); ++node) {
      fault.nodes.push_back("n" + std::to_string(node));
    }
  }

  FaultSpec& add_crash(std::string kind) {
    FaultSpec& fault = spec_.faults.emplace_back();
    fault.kind = std::move(kind);
    fault.id = fault.kind + "-" + std::to_string(spec_.faults.size());
    fault.nodes = {"n" + std::to_string(random_.below(nodes()))};
    fault.at = milliseconds{random_.between(0, kCrashedByMs)};
    return fault;
  }

  ScenarioSpec& spec_;
  RandomStream random_;
  bool is_direct_ = false;
};

}  // namespace

ScenarioSpec draw_adversary_scenario(const ScenarioSpec& base, std::uint64_t seed,
                                     ExploreMode mode) {
  ScenarioSpec spec = base;
  spec.duration = kCalmAfter + kAdversaryLivenessBound + seconds{1};
  spec.network.loss = spec.network.duplication = spec.network.reordering = {};
  spec.network.fidelity = {Fidelity::latency, Fidelity::latency, Fidelity::latency};
  spec.network.cities.clear();
  spec.consensus.timeout_propose = kAdversaryProposeTimeout;
  spec.consensus.timeout_prevote = spec.consensus.timeout_precommit = kAdversaryVoteTimeout;
  spec.consensus.timeout_propose_delta = kAdversaryTimeoutDelta;
  spec.consensus.timeout_prevote_delta = spec.consensus.timeout_precommit_delta =
      kAdversaryTimeoutDelta;
  spec.consensus.timeout_commit = kAdversaryPause;
  spec.workload.from = {};
  spec.workload.until = kCalmAfter;
  spec.validator_changes.clear();
  spec.faults.clear();
  spec.traitors.clear();
  spec.key_seed = spec.key_seed.value_or(1);
  if (!base.explore.nodes.empty()) {
    spec.network.topology.nodes = base.explore.nodes[seed % base.explore.nodes.size()];
  }
  AdversaryDrawer{spec, seed}.draw();
  spec.expect.liveness_after = kCalmAfter;
  spec.expect.liveness_bound = kAdversaryLivenessBound;
  return concrete_arm(std::move(spec), seed, mode);
}

}  // namespace callo::sim
