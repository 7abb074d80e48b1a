#include "sim/scenario/overlay_world.hpp"

#include <algorithm>
#include <bit>

#include "protocol/base/check.hpp"
#include "sim/scenario/audience.hpp"
#include "sim/scenario/field_rules.hpp"
#include "sim/scenario/trigger_binding.hpp"
#include "sim/traitors/overlay_registry.hpp"
#include "sim/traitors/traitor_machine.hpp"
#include "sim/workload/bank_keys.hpp"

namespace callo::sim {

OverlayWorld::OverlayWorld(const ScenarioSpec& spec, const NodeMap& map, const Cast& cast,
                           std::uint64_t seed)
    : spec_{spec}, map_{map}, cast_{cast}, seed_{seed}, verifier_{&ed25519_} {
  if (spec.crypto == Crypto::modelled) {
    keyring_ = std::make_unique<ModelledKeyring>();
    verifier_ = keyring_.get();
  }
  tenants_.resize(cast_.endpoint_nodes().size());
  for (std::uint32_t place = 0; place < places(); ++place) {
    tenants_[place].signer = make_signer(place, 0);
    tenants_[place].id = overlay_id_of(tenants_[place].signer->public_key());
  }
  make_chain();
  make_sybils();
  make_addresses();
  make_genesis();
  make_traitors();
  make_simulation();
}

std::unique_ptr<Signer> OverlayWorld::signer_of_key(const KeySeed& seed) {
  return keyring_ ? keyring_->make_signer(seed) : std::make_unique<Ed25519Signer>(seed);
}

std::unique_ptr<Signer> OverlayWorld::make_signer(std::uint32_t place, std::uint32_t number) {
  return signer_of_key(derive_key_seed(seed_, "node." + std::to_string(number), place));
}

// A key whose id shares exactly so many of its last bits with another: drawn until it does, as any
// attacker can.
std::unique_ptr<Signer> OverlayWorld::make_sybil(std::uint32_t place, const OverlayId& surrounded,
                                                 unsigned shared) {
  for (std::uint32_t attempt = 0;; ++attempt) {
    std::unique_ptr<Signer> signer =
        signer_of_key(derive_key_seed(seed_, "sybil." + std::to_string(attempt), place));
    const OverlayId id = overlay_id_of(signer->public_key());
    if (Digits{2}.common_suffix(id, surrounded) == shared) {
      return signer;
    }
  }
}

// What this traitor's id is drawn to stand near; nullopt: its id is as it came.
std::optional<OverlayId> OverlayWorld::surrounded_by(const TraitorRole& role) const {
  if (role.spec.behaviour == "eclipse") {
    return tenants_[victims_of(role).front().value].id;
  }
  if (role.spec.around_owner) {
    return place_of(ItemKey::coins_of(chain_->owners()[*role.spec.around_owner]));
  }
  return std::nullopt;
}

// Around a victim from those that share no bit with it to those that share more than anybody honest
// does; around an item, which only those nearest to it keep, all as near as the nearest of them.
void OverlayWorld::make_sybils() {
  const unsigned levels = static_cast<unsigned>(std::bit_width(places())) + 5;
  for (const TraitorRole& role : cast_.traitors()) {
    const std::optional<OverlayId> surrounded = surrounded_by(role);
    if (!surrounded) {
      continue;
    }
    std::vector<Neighbour>& all = sybils_[*surrounded];
    const auto number = static_cast<unsigned>(all.size());
    Tenant& tenant = tenants_[role.node.value];
    tenant.signer = make_sybil(role.node.value, *surrounded,
                               role.spec.around_owner ? levels - 1 : number % levels);
    tenant.id = overlay_id_of(tenant.signer->public_key());
    tenant.sybil_group = number % role.spec.origins;
    all.push_back({tenant.id, EndpointId{role.node.value}, true});
  }
}

// Honest nodes stand in groups of their own, so many side by side in each. Without a limit nobody
// looks.
void OverlayWorld::make_addresses() {
  for (std::uint32_t place = 0; place < places(); ++place) {
    const std::optional<std::uint32_t>& sybil_group = tenants_[place].sybil_group;
    const std::uint32_t group =
        sybil_group ? places() + *sybil_group : place / spec_.overlay.nodes_per_origin;
    const std::string high =
        spec_.overlay.origin_limit == 0
            ? "10." + std::to_string(place >> 16)
            : std::to_string(11 + (group >> 8)) + "." + std::to_string(group & 255);
    addresses_.ips.push_back(high + "." + std::to_string((place >> 8) & 255) + "." +
                             std::to_string(place & 255));
    addresses_.origins.push_back(origin_of_ip(addresses_.ips.back()));
  }
}

std::vector<EndpointId> OverlayWorld::victims_of(const TraitorRole& role) const {
  std::vector<EndpointId> victims;
  for (const NodeId node : audience_of(role, map_, cast_, seed_)) {
    victims.push_back(EndpointId{node.value});
  }
  CALLO_CHECK(!victims.empty());
  return victims;
}

void OverlayWorld::make_genesis() {
  for (std::uint32_t place = 0; place < places(); ++place) {
    const Tenant& tenant = tenants_[place];
    if (is_outsider(place)) {
      accomplices_.push_back({tenant.id, EndpointId{place}, true});
    } else if (place < spec_.churn.initial) {
      genesis_.push_back({tenant.id, EndpointId{place}, true});
    }
    if (place < spec_.overlay.core_servers) {
      servers_.push_back({tenant.signer->public_key(), EndpointId{place}});
    }
  }
}

// A traitor stays where it is, with its key: nobody else moves in.
void OverlayWorld::make_traitors() {
  for (const TraitorRole& role : cast_.traitors()) {
    traitor_random_.emplace_back(seed_, Purpose::of("traitor"), role.node.value);
    std::unique_ptr<Coalition>& coalition = coalitions_[role.node];
    coalition = std::make_unique<Coalition>(std::span<const EndpointId>{});
    TraitorContext context{chain_id_,
                           role.node,
                           *tenants_[role.node.value].signer,
                           traitor_random_.back(),
                           *coalition,
                           trigger_of(role.spec.trigger),
                           {},
                           role.spec.forwards,
                           role.spec.delay,
                           map_.nodes()};
    context.accomplices = accomplices_;
    if (role.spec.behaviour == "eclipse") {
      context.receivers = victims_of(role);
      context.accomplices = sybils_.at(*surrounded_by(role));
    }
    behaviours_.emplace(role.node, find_overlay_behaviour(role.spec.behaviour)->make(context));
  }
}

std::uint64_t OverlayWorld::fired(NodeId traitor) const {
  return behaviours_.at(traitor)->fired();
}

bool OverlayWorld::is_outsider(std::uint32_t place) const {
  const TraitorRole* const role = cast_.traitor(NodeId{place});
  return role != nullptr && role->spec.behaviour == "accomplice";
}

void OverlayWorld::make_simulation() {
  NetworkPlan plan = plan_network(spec_.network, map_, cast_.endpoint_nodes(), seed_);
  measured_links_ppm_ = plan.measured_links_ppm;
  // There is no other class of messages than that of the overlay.
  plan.config.fidelity.fill(spec_.network.fidelity.votes);
  NodeSettings settings;
  settings.processor = {spec_.processor.signature, spec_.processor.verification,
                        spec_.processor.hash_kib};
  settings.sync_latency = spec_.storage.sync;
  SimulationConfig config{std::move(plan.config), {}, spec_.start};
  config.nodes.assign(places(), settings);
  simulation_ = std::make_unique<Simulation>(
      std::move(config), [this](EndpointId endpoint) { return make_machine(endpoint); });
}

OverlayNodeConfig OverlayWorld::node_config(std::uint32_t place) const {
  OverlayNodeConfig config;
  config.chain_id = chain_id_;
  config.endpoint = EndpointId{place};
  config.digits = Digits{spec_.overlay.digit_base};
  config.neighbours_per_entry = spec_.overlay.k;
  config.retry_interval = spec_.overlay.retry;
  config.heartbeat.interval = spec_.overlay.heartbeat;
  config.registration.interval = spec_.overlay.registration_interval;
  config.copy_age_max = spec_.overlay.copy_age_max;
  config.name = "n" + std::to_string(place);
  config.ip = addresses_.ips[place];
  if (spec_.overlay.origin_limit != 0) {
    config.origin_limit = {&addresses_, spec_.overlay.origin_limit};
  }
  config.cross_check_interval = spec_.overlay.cross_check;
  if (is_outsider(place)) {
    config.founders = &accomplices_;
    return config;
  }
  config.founders =
      place < spec_.churn.initial && tenants_[place].number == 0 ? &genesis_ : nullptr;
  config.servers = servers_;
  std::erase_if(config.servers,
                [place](const ServerIdentity& server) { return server.endpoint.value == place; });
  // Whom a bank knows that is no core server: founders, by lot.
  RandomStream lot{seed_, Purpose::of("known members"), place, tenants_[place].number};
  for (std::uint32_t i = 0; i < spec_.overlay.known_members; ++i) {
    const Neighbour& known = genesis_[lot.below(genesis_.size())];
    if (known.endpoint.value != place) {
      config.known_members.push_back(known);
    }
  }
  return config;
}

CoreServerConfig OverlayWorld::server_config() const {
  CoreServerConfig config;
  config.chain_id = chain_id_;
  config.copy_interval = spec_.overlay.copy_interval;
  config.lease = 3 * spec_.overlay.registration_interval;
  config.slice_entries = spec_.overlay.slice;
  return config;
}

// Its blocks are a little older than the run.
void OverlayWorld::make_chain() {
  if (spec_.workload.kind != WorkloadKind::lookups) {
    return;
  }
  SearchChainConfig config;
  config.seed = seed_;
  config.chain_id = chain_id_;
  config.heights = spec_.workload.chain_blocks;
  config.owners = static_cast<std::uint32_t>(kSearchOwners);
  config.first_time =
      spec_.start - static_cast<std::int64_t>(config.heights + 1) * config.block_interval;
  const auto make_signer = [this](const KeySeed& seed) -> std::unique_ptr<Signer> {
    return keyring_ ? keyring_->make_signer(seed) : std::make_unique<Ed25519Signer>(seed);
  };
  chain_ = std::make_unique<SearchChain>(config, make_signer, *verifier_);
  root_ = std::make_shared<const LightBlock>(chain_->light_block(1));
}

SearchConfig OverlayWorld::search_config() const {
  SearchConfig config;
  config.replicas = spec_.overlay.replicas;
  config.paths = spec_.overlay.paths;
  config.root = root_;
  config.light.chain_id = chain_id_;
  return config;
}

std::unique_ptr<Machine> OverlayWorld::make_machine(EndpointId endpoint) {
  Tenant& tenant = tenants_[endpoint.value];
  auto node =
      std::make_unique<OverlayNode>(node_config(endpoint.value), *tenant.signer, *verifier_);
  if (endpoint.value < spec_.overlay.core_servers) {
    node->attach(
        std::make_unique<CoreServer>(server_config(), genesis_, *tenant.signer, *verifier_));
  }
  if (chain_ != nullptr) {
    auto search = std::make_unique<Search>(search_config(), node->member(), *verifier_);
    tenant.search = search.get();
    node->attach(std::move(search));
  }
  tenant.node = node.get();
  const auto behaviour = behaviours_.find(NodeId{endpoint.value});
  if (behaviour != behaviours_.end()) {
    return std::make_unique<TraitorMachine>(std::move(node), *behaviour->second);
  }
  return node;
}

void OverlayWorld::change_tenant(std::uint32_t place) {
  CALLO_CHECK(!simulation_->node(EndpointId{place}).is_up());
  Tenant& tenant = tenants_[place];
  tenant.signer = make_signer(place, ++tenant.number);
  tenant.id = overlay_id_of(tenant.signer->public_key());
}

const Search* OverlayWorld::search(std::uint32_t place) const {
  return node(place) == nullptr ? nullptr : tenants_[place].search;
}

const OverlayNode* OverlayWorld::node(std::uint32_t place) const {
  return simulation_->node(EndpointId{place}).is_up() ? tenants_[place].node : nullptr;
}

}  // namespace callo::sim
