#include "sim/explore/mutation_arm.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

#include "sim/engine/random_stream.hpp"
#include "sim/explore/concrete_arm.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t kHeights = 4;
constexpr std::int64_t kRounds = 3;
constexpr std::uint64_t kProcessFaultsMax = 6;
constexpr std::uint64_t kNetworkFaultsMax = 2;
constexpr std::int64_t kFarRounds = 100;
constexpr std::int64_t kFarHeights = 1'000;

constexpr Duration kMutationProposeTimeout = milliseconds{400};
constexpr Duration kMutationVoteTimeout = milliseconds{200};
constexpr Duration kMutationTimeoutDelta = milliseconds{100};
constexpr Duration kMutationPause = milliseconds{300};
constexpr std::int64_t kWindowMinMs = 100;
constexpr std::int64_t kWindowMaxMs = 1'200;
constexpr std::int64_t kTroubleMs = 5'000;  // all windows begin and end within
constexpr Duration kHealed = seconds{8};
constexpr Duration kMutationLivenessBound = seconds{10};
constexpr Duration kMutationDuration = seconds{20};

std::string name_of_node(std::uint64_t node) {
  return "n" + std::to_string(node);
}

class MutationDrawer {
 public:
  MutationDrawer(std::uint32_t nodes, std::uint64_t seed)
      : nodes_{nodes}, random_{seed, Purpose::of("mutation arm")} {}

  std::vector<TraitorSpec> traitors() {
    std::vector<std::uint32_t> order(nodes_);
    for (std::uint32_t node = 0; node < nodes_; ++node) {
      order[node] = node;
    }
    shuffle(std::span{order}, random_);
    const std::uint64_t count = 1 + random_.below(std::max((nodes_ - 1) / 3, 1u));
    std::vector<TraitorSpec> traitors;
    for (std::uint64_t i = 0; i < count; ++i) {
      TraitorSpec& traitor = traitors.emplace_back();
      traitor.nodes = {name_of_node(order[i])};
      traitor.behaviour = "mutate_as_told";
      for (std::uint64_t faults = 1 + random_.below(kProcessFaultsMax); faults > 0; --faults) {
        traitor.mutations.push_back(mutation());
      }
    }
    return traitors;
  }

  std::vector<FaultSpec> partitions() {
    std::vector<FaultSpec> faults;
    const std::uint64_t count = random_.below(kNetworkFaultsMax + 1);
    for (std::uint64_t number = 1; number <= count; ++number) {
      FaultSpec& fault = faults.emplace_back();
      fault.kind = "partition";
      fault.id = "partition-" + std::to_string(number);
      fault.groups = {some_nodes(nodes_ - 1)};
      fault.one_way = random_.below(3) == 0;
      const std::int64_t length = random_.between(kWindowMinMs, kWindowMaxMs);
      fault.at = milliseconds{random_.between(0, kTroubleMs - length)};
      fault.duration = milliseconds{length};
    }
    return faults;
  }

 private:
  MutationSpec mutation() {
    MutationSpec mutation;
    mutation.height = random_.between(1, kHeights);
    // Most heights end in their first round.
    mutation.round = random_.below(2) == 0 ? 0 : random_.between(0, kRounds - 1);
    constexpr std::array kMessages{SpokenMessage::proposal, SpokenMessage::prevote,
                                   SpokenMessage::precommit};
    mutation.message = kMessages[random_.below(kMessages.size())];
    mutation.receivers = random_.below(3) == 0 ? NodeSelectors{} : some_nodes(nodes_);
    const std::uint64_t scope = random_.below(10);
    if (scope == 0) {
      change_anything(mutation);
    } else if (scope == 1) {
      mutation.change = random_.below(2) == 0 ? Change::round : Change::height;
      mutation.by = random_.between(2, mutation.change == Change::round ? kFarRounds : kFarHeights);
    } else {
      change_a_little(mutation);
    }
    return mutation;
  }

  void change_a_little(MutationSpec& mutation) {
    const bool is_proposal = mutation.message == SpokenMessage::proposal;
    const std::array changes{Change::round, Change::height, Change::older, Change::silence,
                             is_proposal ? Change::valid_round : Change::nil};
    mutation.change = changes[random_.below(changes.size())];
    if (moves(mutation.change)) {
      mutation.by = random_.below(2) == 0 ? 1 : -1;
    }
  }

  void change_anything(MutationSpec& mutation) {
    constexpr std::array kChanges{Change::round, Change::height, Change::made_up};
    mutation.change = kChanges[random_.below(kChanges.size())];
    if (moves(mutation.change)) {
      mutation.by = random_.between(-kRounds, kFarRounds);
    }
  }

  // Not none, and at most so many.
  NodeSelectors some_nodes(std::uint32_t count_max) {
    NodeSelectors names;
    while (names.empty() || names.size() > count_max) {
      names.clear();
      for (std::uint32_t node = 0; node < nodes_; ++node) {
        if (random_.below(2) == 0) {
          names.push_back(name_of_node(node));
        }
      }
    }
    return names;
  }

  std::uint32_t nodes_;
  RandomStream random_;
};

}  // namespace

ScenarioSpec draw_mutation_scenario(const ScenarioSpec& base, std::uint64_t seed,
                                    ExploreMode mode) {
  ScenarioSpec spec = base;
  spec.duration = kMutationDuration;
  spec.network.loss = spec.network.duplication = spec.network.reordering = {};
  spec.network.fidelity = {Fidelity::latency, Fidelity::latency, Fidelity::latency};
  spec.consensus.timeout_propose = kMutationProposeTimeout;
  spec.consensus.timeout_prevote = spec.consensus.timeout_precommit = kMutationVoteTimeout;
  spec.consensus.timeout_propose_delta = kMutationTimeoutDelta;
  spec.consensus.timeout_prevote_delta = spec.consensus.timeout_precommit_delta =
      kMutationTimeoutDelta;
  spec.consensus.timeout_commit = kMutationPause;
  spec.workload.from = {};
  spec.workload.until = kHealed;
  spec.validator_changes.clear();
  spec.network.cities.clear();
  spec.network.topology.labels = LabelOrder::given;
  spec.key_seed = spec.key_seed.value_or(1);
  if (!base.explore.nodes.empty()) {
    spec.network.topology.nodes = base.explore.nodes[seed % base.explore.nodes.size()];
  }
  TopologySpec& topology = spec.network.topology;
  topology.extra_links = std::min(topology.extra_links, topology.nodes - 1);
  MutationDrawer drawer{topology.nodes, seed};
  spec.traitors = drawer.traitors();
  spec.faults = drawer.partitions();
  spec.expect.liveness_after = kHealed;
  spec.expect.liveness_bound = kMutationLivenessBound;
  return concrete_arm(std::move(spec), seed, mode);
}

}  // namespace callo::sim
