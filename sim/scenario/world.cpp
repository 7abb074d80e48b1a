#include "sim/scenario/world.hpp"

#include <algorithm>
#include <bit>

#include "protocol/overlay/overlay_shape.hpp"
#include "sim/traitors/registry.hpp"
#include "sim/traitors/traitor_machine.hpp"
#include "sim/traitors/twin_copy.hpp"
#include "sim/workload/bank_keys.hpp"
#include "topologies/cities.hpp"

namespace callo::sim {

namespace {

// Between a small run, whose set-up they must not dominate, and a few heights of many validators.
constexpr std::size_t kRememberedSignaturesPerNode = std::size_t{1} << 10;
constexpr std::size_t kRememberedSignaturesMin = std::size_t{1} << 12;
constexpr std::size_t kRememberedSignaturesMax = std::size_t{1} << 18;
constexpr std::size_t kRememberedTransactionBytes = std::size_t{64} << 20;
constexpr std::size_t kRememberedExecutions = 64;
// A height has two votes of every node and a few messages more; remembering two heights of them
// stops every duplicate that is still under way.
constexpr std::size_t kSeenFramesPerNode = 4;
constexpr std::size_t kSeenFramesMin = 1024;

// Two copies that hear the same propose the same block, unless their clocks differ.
constexpr Duration kTwinClockOffset = std::chrono::milliseconds{1};

// What is no vote travels by trees under the exchange.
DisseminationKind kind_of(Dissemination dissemination) {
  switch (dissemination) {
    case Dissemination::direct:
      return DisseminationKind::direct;
    case Dissemination::flood:
      return DisseminationKind::flood;
    case Dissemination::tree:
    case Dissemination::exchange:
      return DisseminationKind::tree;
  }
  return DisseminationKind::flood;
}

std::size_t remembered_signatures(std::uint32_t nodes) {
  return std::clamp(std::bit_ceil(std::size_t{nodes}) * kRememberedSignaturesPerNode,
                    kRememberedSignaturesMin, kRememberedSignaturesMax);
}

// Where a scenario names no cities all banks share one currency.
std::vector<Currency> home_currencies(const NodeMap& map, bool has_cities) {
  const Currency fallback{{'U', 'S', 'D'}};
  std::vector<Currency> currencies(map.nodes(), fallback);
  if (has_cities) {
    const auto& table = topologies::CityTable::built_in();
    for (std::uint32_t node = 0; node < map.nodes(); ++node) {
      const auto row = table.find(map.city(node));
      CALLO_CHECK(row.has_value());
      currencies[node] = parse_currency(table.city(*row).currency).value();
    }
  }
  return currencies;
}

}  // namespace

World::World(const ScenarioSpec& spec, const NodeMap& map, const Cast& cast, std::uint64_t seed,
             bool memos, RunMemory& memory)
    : map_{map},
      cast_{cast},
      seed_{seed},
      key_seed_{spec.key_seed ? static_cast<std::uint64_t>(*spec.key_seed) : seed} {
  if (spec.crypto == Crypto::modelled) {
    keyring_ = std::make_unique<ModelledKeyring>();
  }
  Verifier& arithmetic = keyring_ ? static_cast<Verifier&>(*keyring_) : ed25519_;
  verifier_ = &arithmetic;
  if (memos) {
    remembering_ =
        std::make_unique<RememberingVerifier>(arithmetic, remembered_signatures(map.nodes()));
    verifier_ = remembering_.get();
    ledger_memo_ = std::make_unique<LedgerMemo>(kRememberedTransactionBytes, kRememberedExecutions);
    decoded_blocks_ = std::make_unique<DecodedBlocks>();
  }
  make_keys(spec, memory);
  make_workload(spec, memory);
  make_overlay_and_dissemination(spec);
  make_light_clients(spec);
  make_simulation(spec);
  make_registrar(spec);
  make_traitors(memory);
  make_corruptible(spec, memory);
}

std::unique_ptr<Signer> World::make_signer(const KeySeed& seed, RunMemory& memory) {
  return keyring_ ? keyring_->make_signer(seed, memory.public_key(seed))
                  : std::make_unique<Ed25519Signer>(seed);
}

void World::make_keys(const ScenarioSpec& spec, RunMemory& memory) {
  registrar_signer_ = make_signer(derive_key_seed(key_seed_, "registrar", 0), memory);
  std::vector<Member> members;
  for (std::uint32_t node = 0; node < map_.nodes(); ++node) {
    signers_.push_back(make_signer(derive_key_seed(key_seed_, "node", node), memory));
    members.push_back({NodeId{node}, signers_.back()->public_key(), 1});
  }
  for (const ValidatorChangeSpec& change : spec.validator_changes) {
    for (const std::uint32_t node : resolve_nodes(map_, change.nodes)) {
      members[node].power = change.at == Duration{} ? change.power : members[node].power;
    }
  }
  for (std::uint32_t client = 0; client < cast_.light_clients(); ++client) {
    signers_.push_back(make_signer(derive_key_seed(key_seed_, "light client", client), memory));
    members.push_back({cast_.light_id(client), signers_.back()->public_key(), 0});
  }
  membership_ = std::make_unique<Membership>(std::move(members));
}

// Changes of one instant are one order; those of time 0 stand in the genesis.
void World::make_registrar(const ScenarioSpec& spec) {
  std::map<Duration, std::map<std::uint32_t, std::int64_t>> by_time;
  for (const ValidatorChangeSpec& change : spec.validator_changes) {
    for (const std::uint32_t node : resolve_nodes(map_, change.nodes)) {
      if (change.at > Duration{}) {
        by_time[change.at][node] = change.power;
      }
    }
  }
  std::vector<ValidatorOrder> orders;
  for (const auto& [at, powers] : by_time) {
    ValidatorOrder& order = orders.emplace_back(ValidatorOrder{at, {}});
    for (const auto& [node, power] : powers) {
      order.changes.push_back({NodeId{node}, signers_[node]->public_key(), power});
    }
  }
  registrar_ =
      std::make_unique<Registrar>(*simulation_, *registrar_signer_, chain_id_, std::move(orders));
}

// Without payments the banks exist all the same: their coins are the genesis.
void World::make_workload(const ScenarioSpec& spec, RunMemory& memory) {
  PaymentWorkloadConfig config;
  config.seed = seed_;
  config.key_seed = key_seed_;
  config.chain_id = chain_id_;
  config.home_currencies = home_currencies(map_, !spec.network.cities.empty());
  config.interval_mean = Duration{static_cast<std::int64_t>(
      std::int64_t{1'000'000} * 1'000'000'000 / spec.workload.rate.events_per_million_seconds)};
  config.amount_min = spec.workload.amount_min;
  config.amount_max = spec.workload.amount_max;
  config.from = SimTime{spec.workload.from};
  config.until = spec.workload.kind == WorkloadKind::none ? config.from
                 : spec.workload.until                    ? SimTime{*spec.workload.until}
                                                          : SimTime{spec.duration};
  config.expires_after = spec.workload.expires_after;
  if (!spec.validator_changes.empty()) {
    config.registrar = registrar_signer_->public_key();
  }
  workload_ = std::make_unique<PaymentWorkload>(
      config, [this, &memory](const KeySeed& seed) { return make_signer(seed, memory); });
  genesis_ = std::make_unique<LedgerState>(memory.genesis_state(workload_->genesis()));
}

void World::make_overlay_and_dissemination(const ScenarioSpec& spec) {
  const Result<Adjacency> overlay = make_overlay(overlay_shape(spec.network.topology, seed_));
  CALLO_CHECK(overlay.has_value());
  overlay_ = *overlay;
  directory_ = std::make_unique<Directory>(cast_.directory());
  placement_ = std::make_unique<CubePlacement>(place_nodes(spec.network, map_, seed_));
  const ConsensusSpec& consensus = spec.consensus;
  const bool exchanges = consensus.dissemination == Dissemination::exchange;
  const DimensionOrder order = consensus.exchange_order == ExchangeOrder::near_first
                                   ? DimensionOrder::ascending
                                   : DimensionOrder::descending;
  for (std::uint32_t node = 0; node < map_.nodes(); ++node) {
    disseminations_.push_back(make_dissemination(kind_of(consensus.dissemination), consensus.trees,
                                                 NodeId{node},
                                                 {overlay_, *placement_, *directory_}));
    exchange_plans_.push_back(
        exchanges ? std::make_unique<ExchangePlan>(NodeId{node}, *placement_, *directory_, order)
                  : nullptr);
    node_configs_.push_back(node_config(spec, NodeId{node}));
  }
}

NodeConfig World::node_config(const ScenarioSpec& spec, NodeId node) const {
  const ConsensusSpec& consensus = spec.consensus;
  NodeConfig config;
  config.chain_id = chain_id_;
  config.self = node;
  config.status_interval = consensus.status_interval;
  config.snapshot_interval = consensus.snapshot_interval;
  config.exchange_timeout = consensus.exchange_timeout;
  // Exchanged votes are no frames of their own.
  const bool exchanges = consensus.dissemination == Dissemination::exchange;
  config.seen_frames_capacity =
      exchanges ? kSeenFramesMin
                : std::max(kSeenFramesMin, kSeenFramesPerNode * std::size_t{map_.nodes()});
  config.consensus.chain_id = chain_id_;
  config.consensus.self = node;
  config.consensus.propose = {consensus.timeout_propose, consensus.timeout_propose_delta};
  config.consensus.prevote = {consensus.timeout_prevote, consensus.timeout_prevote_delta};
  config.consensus.precommit = {consensus.timeout_precommit, consensus.timeout_precommit_delta};
  config.consensus.commit = consensus.timeout_commit;
  config.consensus.block_bytes_max = static_cast<std::size_t>(consensus.block_bytes_max.bytes);
  config.consensus.genesis_time = spec.start - std::chrono::seconds{1};
  config.consensus.clock_drift_max = consensus.clock_drift_max;
  config.consensus.block_time =
      consensus.block_time == BlockTime::median ? BlockTimeRule::median : BlockTimeRule::proposer;
  config.consensus.evidence_policy = consensus.evidence_policy == EvidenceRule::remove
                                         ? EvidencePolicy::remove
                                         : EvidencePolicy::report;
  config.consensus.evidence_age = {static_cast<Height>(consensus.evidence_age_blocks),
                                   consensus.evidence_age};
  return config;
}

void World::make_light_clients(const ScenarioSpec& spec) {
  for (std::uint32_t client = 0; client < cast_.light_clients(); ++client) {
    const LightClientSpec& given = spec.light_clients[client];
    LightNodeConfig& config = light_configs_.emplace_back();
    config.chain_id = chain_id_;
    config.self = cast_.light_id(client);
    config.light.chain_id = chain_id_;
    config.light.trusting_period = given.trusting_period;
    config.light.clock_drift_max = spec.consensus.clock_drift_max;
    config.interval = given.interval;
    for (const NodeSelectors& peers : {given.primary, given.witnesses}) {
      for (const std::uint32_t node : resolve_nodes(map_, peers)) {
        config.peers.push_back(EndpointId{node});
      }
    }
  }
}

std::uint32_t World::city_of(const LightClientSpec& client) const {
  const auto& cities = map_.cities();
  const auto city = std::find(cities.begin(), cities.end(), client.city);
  return city == cities.end() ? map_.city_index(resolve_nodes(map_, client.primary).front())
                              : static_cast<std::uint32_t>(city - cities.begin());
}

void World::make_simulation(const ScenarioSpec& spec) {
  NetworkPlan plan = plan_network(spec.network, map_, cast_.endpoint_nodes(), seed_);
  measured_links_ppm_ = plan.measured_links_ppm;
  for (const LightClientSpec& client : spec.light_clients) {
    plan.config.endpoints.push_back({city_of(client), spec.network.bandwidth.bits_per_second,
                                     spec.network.bandwidth.bits_per_second});
  }
  NodeSettings settings;
  settings.processor = {spec.processor.signature, spec.processor.verification,
                        spec.processor.hash_kib};
  settings.sync_latency = spec.storage.sync;
  settings.damage_key = RandomStream::key(seed_, Purpose::of("disk damage"));
  SimulationConfig config{std::move(plan.config), {}, spec.start};
  config.nodes.assign(cast_.endpoint_nodes().size() + cast_.light_clients(), settings);
  for (const TraitorRole& role : cast_.traitors()) {
    if (!role.spec.schedule.empty()) {
      config.nodes[cast_.twin(role.node)->value].clock.calendar_offset = kTwinClockOffset;
    }
  }
  for (std::uint32_t endpoint = 0; endpoint < cast_.endpoint_nodes().size(); ++endpoint) {
    node_random_.emplace_back(seed_, Purpose::of("node"), endpoint);
  }
  simulation_ = std::make_unique<Simulation>(
      std::move(config), [this](EndpointId endpoint) { return make_machine(endpoint); });
}

std::unique_ptr<Machine> World::make_machine(EndpointId endpoint) {
  if (cast_.is_light(endpoint)) {
    const std::uint32_t client = endpoint.value - cast_.light_endpoint(0).value;
    return std::make_unique<LightNode>(light_configs_[client],
                                       *signers_[cast_.light_id(client).value], *verifier_);
  }
  const NodeId node = cast_.node_of(endpoint);
  auto machine = std::make_unique<Node>(
      node_configs_[node.value],
      NodeEnvironment{*membership_, *genesis_, *disseminations_[node.value], *signers_[node.value],
                      *verifier_, node_random_[endpoint.value], decoded_blocks_.get(),
                      ledger_memo_.get(), remembering_ != nullptr,
                      exchange_plans_[node.value].get()});
  if (const auto schedule = twin_schedules_.find(node); schedule != twin_schedules_.end()) {
    const Side side = endpoint.value == node.value ? Side::a : Side::b;
    return std::make_unique<TwinCopy>(std::move(machine), side, schedule->second);
  }
  if (const auto found = corruptible_.find(node); found != corruptible_.end()) {
    return std::make_unique<TraitorMachine>(std::move(machine), *found->second.behaviour,
                                            &found->second.is_corrupted);
  }
  const auto behaviour = behaviours_.find(node);
  if (behaviour == behaviours_.end()) {
    return machine;
  }
  return std::make_unique<TraitorMachine>(std::move(machine), *behaviour->second);
}

}  // namespace callo::sim
