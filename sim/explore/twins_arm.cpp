#include "sim/explore/twins_arm.hpp"

#include <array>
#include <string>

#include "sim/engine/random_stream.hpp"
#include "sim/explore/concrete_arm.hpp"

namespace callo::sim {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint32_t kTwinsNodesMin = 4;
constexpr std::uint32_t kTwinsNodesMax = 7;
constexpr Purpose kTwinsOrder = Purpose::of("twins order");

// Four rounds, none of which ends early, take less than four seconds; the pause behind each
// decision keeps the heights of the calm suffix few.
constexpr Duration kTwinsProposeTimeout = milliseconds{400};
constexpr Duration kTwinsVoteTimeout = milliseconds{150};
constexpr Duration kTwinsTimeoutDelta = milliseconds{50};
constexpr Duration kTwinsTornFor = seconds{4};
constexpr Duration kTwinsPause = seconds{5};
// Repair comes too late to join what is torn apart, and soon enough behind it.
constexpr Duration kTwinsStatusInterval = seconds{3};
constexpr Duration kTwinsLivenessBound = seconds{11};

// The first height begins at once, each later one after a pause.
Duration healed_at(Height torn) {
  return kTwinsTornFor + (kTwinsPause + seconds{1}) * static_cast<std::int64_t>(torn - 1);
}

NodeSelectors twins_selectors(const std::vector<std::uint32_t>& nodes) {
  NodeSelectors names;
  for (const std::uint32_t node : nodes) {
    names.push_back("n" + std::to_string(node));
  }
  return names;
}

TraitorSpec twins_traitor(const TwinsShape& shape, const std::vector<TwinsCell>& cells) {
  TraitorSpec twins;
  twins.nodes = twins_selectors(shape.twins);
  twins.behaviour = "twins";
  for (std::size_t round = 0; round < cells.size(); ++round) {
    const TwinsCell& cell = cells[round];
    twins.schedule.push_back({static_cast<std::int64_t>(shape.height),
                              static_cast<std::int64_t>(round), twins_selectors(cell.first),
                              twins_selectors(cell.second), twins_selectors(cell.first_precommits),
                              twins_selectors(cell.second_precommits)});
  }
  return twins;
}

// Enumerated once: every seed draws from the same lists.
const std::vector<TwinsShape>& listed_shapes(std::uint32_t nodes) {
  static const auto kLists = [] {
    std::array<std::vector<TwinsShape>, kTwinsNodesMax + 1> lists;
    for (std::uint32_t count = kTwinsNodesMin; count <= kTwinsNodesMax; ++count) {
      lists[count] = twins_shapes(count);
    }
    return lists;
  }();
  return kLists.at(nodes);
}

// Of every number of nodes that may be explored and is small enough to be enumerated.
std::vector<const TwinsShape*> explored_shapes(const ScenarioSpec& base) {
  std::vector<std::uint32_t> counts = base.explore.nodes;
  if (counts.empty()) {
    counts.push_back(base.network.topology.nodes);
  }
  std::vector<const TwinsShape*> shapes;
  const auto add_all = [&shapes](std::uint32_t nodes) {
    for (const TwinsShape& shape : listed_shapes(nodes)) {
      shapes.push_back(&shape);
    }
  };
  for (const std::uint32_t nodes : counts) {
    if (nodes >= kTwinsNodesMin && nodes <= kTwinsNodesMax) {
      add_all(nodes);
    }
  }
  if (shapes.empty()) {
    add_all(kTwinsNodesMin);
  }
  return shapes;
}

}  // namespace

ScenarioSpec twins_scenario(const ScenarioSpec& base, const TwinsShape& shape,
                            const std::vector<TwinsCell>& cells) {
  ScenarioSpec spec = base;
  spec.duration = healed_at(shape.height) + kTwinsLivenessBound + seconds{1};
  spec.network.topology = {TopologyKind::complete, shape.nodes};
  spec.network.cities.clear();
  spec.network.loss = spec.network.duplication = spec.network.reordering = {};
  spec.network.fidelity = {Fidelity::latency, Fidelity::latency, Fidelity::latency};
  spec.consensus.dissemination = Dissemination::direct;
  spec.consensus.timeout_propose = kTwinsProposeTimeout;
  spec.consensus.timeout_prevote = spec.consensus.timeout_precommit = kTwinsVoteTimeout;
  spec.consensus.timeout_propose_delta = kTwinsTimeoutDelta;
  spec.consensus.timeout_prevote_delta = spec.consensus.timeout_precommit_delta =
      kTwinsTimeoutDelta;
  spec.consensus.timeout_commit = kTwinsPause;
  spec.consensus.status_interval = kTwinsStatusInterval;
  // Nobody pays, so few coins will do; and the same keys for all.
  spec.workload.kind = WorkloadKind::none;
  spec.workload.expires_after = seconds{1};
  spec.key_seed = spec.key_seed.value_or(1);
  spec.validator_changes.clear();
  spec.faults.clear();
  spec.traitors = {twins_traitor(shape, cells)};
  spec.expect.liveness_after = healed_at(shape.height);
  spec.expect.liveness_bound = kTwinsLivenessBound;
  return spec;
}

ScenarioSpec draw_twins_scenario(const ScenarioSpec& base, std::uint64_t seed, ExploreMode mode) {
  const std::vector<const TwinsShape*> shapes = explored_shapes(base);
  const std::uint64_t turn = seed % shapes.size();
  const TwinsSpace space{*shapes[turn]};
  const Permutation order{space.size(), RandomStream::key(turn, kTwinsOrder)};
  const WideIndex index = order.at(WideIndex{seed / shapes.size()} % space.size());
  return concrete_arm(twins_scenario(base, space.shape(), space.cells(index)), seed, mode);
}

}  // namespace callo::sim
