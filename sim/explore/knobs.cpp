#include "sim/explore/knobs.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <vector>

#include "protocol/chain/block.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

template <typename T, std::size_t kSize>
T pick(const std::array<T, kSize>& values, RandomStream& random) {
  return values[random.below(kSize)];
}

// So many nodes over some of the scenario's cities, at least one in each that is kept.
void spread(ScenarioSpec& spec, std::uint32_t nodes, RandomStream& random) {
  std::vector<std::string> names;
  for (const auto& [city, count] : spec.network.cities) {
    names.push_back(city);
  }
  shuffle(std::span{names}, random);
  names.resize(1 + random.below(std::min<std::uint64_t>(nodes, names.size())));
  spec.network.cities.clear();
  for (std::uint32_t node = 0; node < nodes; ++node) {
    ++spec.network.cities[names[node < names.size() ? node : random.below(names.size())]];
  }
}

void turn_nodes(ScenarioSpec& spec, RandomStream& random) {
  if (spec.explore.nodes.empty()) {
    return;
  }
  const std::uint32_t nodes = spec.explore.nodes[random.below(spec.explore.nodes.size())];
  spec.network.topology.nodes = nodes;
  if (!spec.network.cities.empty()) {
    spread(spec, nodes, random);
  }
}

void turn_topology(ScenarioSpec& spec, RandomStream& random) {
  constexpr std::array kLabels{LabelOrder::given, LabelOrder::random};
  TopologySpec& topology = spec.network.topology;
  topology = {TopologyKind::hypercube, topology.nodes, 0, Placement::antipodal, LabelOrder::given};
  if (random.below(3) == 0) {
    topology.kind = TopologyKind::complete;
    return;
  }
  topology.extra_links = static_cast<std::uint32_t>(random.below(std::min(3U, topology.nodes)));
  topology.placement = random.below(2) == 0 ? Placement::antipodal : Placement::random;
  topology.labels = pick(kLabels, random);
}

void turn_dissemination(ScenarioSpec& spec, RandomStream& random) {
  constexpr std::array kWays{Dissemination::flood, Dissemination::tree, Dissemination::exchange,
                             Dissemination::direct};
  ConsensusSpec& consensus = spec.consensus;
  consensus.dissemination = pick(kWays, random);
  consensus.exchange_order =
      random.below(2) == 0 ? ExchangeOrder::near_first : ExchangeOrder::far_first;
  consensus.exchange_timeout = milliseconds{random.below(2) == 0 ? 100 : 500};
  const auto trees_max =
      static_cast<std::uint32_t>(std::bit_width(spec.network.topology.nodes - 1));
  consensus.trees = 1 + static_cast<std::uint32_t>(random.below(std::max(1U, trees_max)));
}

// Timing alone, apart from loss: orders of events that no fault would bring about.
void turn_jitter(ScenarioSpec& spec, RandomStream& random) {
  constexpr std::array<Duration, 5> kMeans{microseconds{100}, milliseconds{1}, milliseconds{10},
                                           milliseconds{50}, milliseconds{200}};
  spec.network.jitter = {false, pick(kMeans, random)};
}

// Low rates that never end; the faults have the high ones.
void turn_network(ScenarioSpec& spec, RandomStream& random) {
  constexpr std::array<std::uint32_t, 3> kRates{0, 1'000, 10'000};
  constexpr std::array<Duration, 4> kLatencies{milliseconds{1}, milliseconds{20}, milliseconds{80},
                                               milliseconds{200}};
  NetworkSpec& network = spec.network;
  network.loss = {pick(kRates, random)};
  network.duplication = {pick(kRates, random)};
  network.reordering = {pick(kRates, random)};
  if (network.cities.empty()) {
    network.latency = pick(kLatencies, random);
  }
}

// Never longer than the template's, for which its bound of progress is made.
void turn_timeouts(ScenarioSpec& spec, RandomStream& random) {
  constexpr std::array<int, 4> kShares{1, 2, 4, 8};
  const auto shorten = [&](Duration& timeout) {
    timeout = std::max<Duration>(timeout / pick(kShares, random), milliseconds{1});
  };
  ConsensusSpec& consensus = spec.consensus;
  shorten(consensus.timeout_propose);
  shorten(consensus.timeout_prevote);
  shorten(consensus.timeout_precommit);
  shorten(consensus.timeout_commit);
}

void turn_blocks(ScenarioSpec& spec, RandomStream& random) {
  ConsensusSpec& consensus = spec.consensus;
  consensus.block_time = random.below(2) == 0 ? BlockTime::proposer : BlockTime::median;
  consensus.evidence_policy = random.below(2) == 0 ? EvidenceRule::report : EvidenceRule::remove;
  if (random.below(2) == 0) {
    const std::size_t least = encoded_block_bytes_without_data(spec.network.topology.nodes);
    consensus.block_bytes_max = {static_cast<std::int64_t>(std::bit_ceil(least) * 2)};
  }
  if (random.below(2) == 0) {
    consensus.evidence_age_blocks = 1 + static_cast<std::int64_t>(random.below(8));
    consensus.evidence_age = seconds{1 + static_cast<int>(random.below(10))};
  }
}

void turn_snapshots(ScenarioSpec& spec, RandomStream& random) {
  constexpr std::array<std::uint32_t, 4> kIntervals{1, 2, 4, 8};
  spec.consensus.snapshot_interval = pick(kIntervals, random);
}

void turn_repair(ScenarioSpec& spec, RandomStream& random) {
  constexpr std::array<Duration, 3> kIntervals{milliseconds{100}, milliseconds{250},
                                               milliseconds{1'000}};
  spec.consensus.status_interval = pick(kIntervals, random);
}

// Slow disks and slow processors.
void turn_storage(ScenarioSpec& spec, RandomStream& random) {
  constexpr std::array<Duration, 4> kSyncs{microseconds{0}, microseconds{100}, milliseconds{10},
                                           milliseconds{100}};
  constexpr std::array<int, 3> kSlower{1, 10, 50};
  spec.storage.sync = pick(kSyncs, random);
  const int slower = pick(kSlower, random);
  spec.processor.signature *= slower;
  spec.processor.verification *= slower;
}

void turn_workload(ScenarioSpec& spec, RandomStream& random) {
  constexpr std::array<std::int64_t, 4> kRates{500'000, 2'000'000, 5'000'000, 20'000'000};
  constexpr std::array<std::int64_t, 3> kAmounts{1, 100'000, 1'000'000'000};
  WorkloadSpec& workload = spec.workload;
  if (random.below(8) == 0) {
    workload = {};
    workload.kind = WorkloadKind::none;
    return;
  }
  workload.rate = {pick(kRates, random)};
  workload.amount_min = 1;
  workload.amount_max = pick(kAmounts, random);
  workload.expires_after = seconds{random.below(2) == 0 ? 3 : 30};
}

// One node that leaves and perhaps comes back, or comes later.
void turn_validators(ScenarioSpec& spec, RandomStream& random) {
  const std::uint32_t nodes = spec.network.topology.nodes;
  if (!spec.validator_changes.empty() || nodes < 4) {
    return;
  }
  const NodeSelectors who{"n" + std::to_string(random.below(nodes))};
  const auto third = spec.duration.count() / 3;
  const auto when = [&](std::int64_t from) {
    return Duration{from + static_cast<std::int64_t>(random.below(8)) * third / 8};
  };
  const auto leaves = random.below(2) == 0 ? Duration{} : when(1);
  spec.validator_changes.push_back({leaves, who, 0});
  if (random.below(3) != 0) {
    spec.validator_changes.push_back({when(third), who, 1});
  }
}

constexpr std::array kKnobs{
    Knob{"nodes", turn_nodes},
    Knob{"topology", turn_topology},
    Knob{"dissemination", turn_dissemination},
    Knob{"jitter", turn_jitter},
    Knob{"network", turn_network},
    Knob{"timeouts", turn_timeouts},
    Knob{"blocks", turn_blocks},
    Knob{"snapshots", turn_snapshots},
    Knob{"repair", turn_repair},
    Knob{"storage", turn_storage},
    Knob{"workload", turn_workload},
    Knob{"validators", turn_validators},
};

}  // namespace

std::span<const Knob> knobs() {
  return kKnobs;
}

}  // namespace callo::sim
