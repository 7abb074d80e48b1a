// The part of World that casts the traitors: who lies how, together with whom, towards whom.
#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include "protocol/base/check.hpp"
#include "sim/scenario/audience.hpp"
#include "sim/scenario/fault_binding.hpp"
#include "sim/scenario/kinds.hpp"
#include "sim/scenario/trigger_binding.hpp"
#include "sim/scenario/world.hpp"
#include "sim/traitors/registry.hpp"
#include "sim/workload/bank_keys.hpp"

namespace callo::sim {

// Traitors of one coalition share their split; a traitor without one is a coalition of its own.
Coalition& World::coalition_of(const TraitorRole& role) {
  const std::string name = coalition_name(role);
  std::unique_ptr<Coalition>& coalition = coalitions_[name];
  if (coalition != nullptr) {
    return *coalition;
  }
  std::vector<EndpointId> victims;
  std::vector<EndpointId> side_b;
  const std::vector<std::uint32_t> side_a = resolve_nodes(map_, role.spec.split);
  for (std::uint32_t node = 0; node < map_.nodes(); ++node) {
    if (cast_.is_honest(NodeId{node})) {
      victims.push_back(EndpointId{node});
      if (!std::binary_search(side_a.begin(), side_a.end(), node)) {
        side_b.push_back(EndpointId{node});
      }
    }
  }
  RandomStream lot{seed_, Purpose::of("coalition"), Purpose::of(name).value};
  coalition = role.spec.split.empty() ? std::make_unique<Coalition>(victims, lot)
                                      : std::make_unique<Coalition>(side_b);
  return *coalition;
}

std::vector<EndpointId> World::endpoints_of(const NodeSelectors& selectors) const {
  std::vector<NodeId> nodes;
  for (const std::uint32_t node : resolve_nodes(map_, selectors)) {
    nodes.push_back(NodeId{node});
  }
  return directory_->endpoints_of(nodes);
}

std::vector<Mutation> World::mutations_of(const TraitorRole& role) const {
  constexpr std::array kKinds{MessageKind::proposal, MessageKind::prevote, MessageKind::precommit};
  std::vector<Mutation> mutations;
  for (const MutationSpec& spec : role.spec.mutations) {
    mutations.push_back({static_cast<Height>(spec.height), static_cast<Round>(spec.round),
                         kKinds[static_cast<std::size_t>(spec.message)],
                         endpoints_of(spec.receivers), spec.change, spec.by});
  }
  return mutations;
}

void World::make_traitors(RunMemory& memory) {
  for (const TraitorRole& role : cast_.traitors()) {
    const BehaviourKind& kind = *find_behaviour(role.spec.behaviour);
    Coalition& coalition = coalition_of(role);
    coalition.join(role.node, *signers_[role.node.value]);
    if (kind.is_second_endpoint()) {
      continue;
    }
    behaviours_.emplace(role.node, kind.make(traitor_context(role, coalition, memory)));
  }
  separate_twins();
  schedule_twins();
}

void World::corrupt(NodeId node) {
  Corruptible& corruptible = corruptible_.at(node);
  corruptible.is_corrupted = true;
  corruptible.coalition->join(node, *signers_[node.value]);
}

TraitorContext World::traitor_context(const TraitorRole& role, Coalition& coalition,
                                      RunMemory& memory) {
  traitor_random_.emplace_back(seed_, Purpose::of("traitor"), role.node.value);
  bank_signers_.push_back(make_signer(derive_key_seed(key_seed_, "bank", role.node.value), memory));
  return {chain_id_,
          role.node,
          *signers_[role.node.value],
          traitor_random_.back(),
          coalition,
          trigger_of(role.spec.trigger),
          endpoints_of(role.spec.receivers),
          role.spec.forwards,
          role.spec.delay,
          map_.nodes(),
          mutations_of(role),
          {},
          payers_of(role),
          bank_signers_.back().get(),
          spared_of(role)};
}

// All of one coalition, of which whoever is corrupted becomes a member in effect.
void World::make_corruptible(const ScenarioSpec& spec, RunMemory& memory) {
  if (!spec.adversary || spec.adversary->corruption != Corruption::adaptive) {
    return;
  }
  const BehaviourKind& kind = *find_behaviour(spec.adversary->behaviour);
  for (std::uint32_t index = 0; index < map_.nodes(); ++index) {
    const NodeId node{index};
    if (cast_.is_honest(node)) {
      const TraitorRole role{node, corrupted_spec(spec, node)};
      Coalition& coalition = coalition_of(role);
      corruptible_[node].behaviour = kind.make(traitor_context(role, coalition, memory));
      corruptible_[node].coalition = &coalition;
    }
  }
}

std::vector<NodeId> World::payers_of(const TraitorRole& role) const {
  std::vector<NodeId> payers;
  for (std::uint32_t node = 1; node < map_.nodes() && role.spec.payers.empty(); node += 2) {
    payers.push_back(NodeId{node});
  }
  for (const std::uint32_t node : resolve_nodes(map_, role.spec.payers)) {
    payers.push_back(NodeId{node});
  }
  return payers;
}

// Everybody who is no victim, and who is spared among them.
std::vector<EndpointId> World::spared_of(const TraitorRole& role) const {
  const std::set<NodeId> aimed_at = audience_of(role, map_, cast_, seed_);
  std::vector<EndpointId> spared;
  for (std::uint32_t index = 0; index < cast_.endpoint_nodes().size(); ++index) {
    if (!aimed_at.contains(cast_.node_of(EndpointId{index}))) {
      spared.push_back(EndpointId{index});
    }
  }
  return spared;
}

// Of two twins each is in touch with one side of the split; other traitors talk to both.
void World::separate_twins() {
  for (const TraitorRole& role : cast_.traitors()) {
    const std::optional<EndpointId> twin = cast_.twin(role.node);
    if (!twin || !role.spec.schedule.empty()) {
      continue;
    }
    std::vector<EndpointId> peers_a;
    std::vector<EndpointId> peers_b;
    const Coalition& coalition = coalition_of(role);
    for (std::uint32_t index = 0; index < cast_.endpoint_nodes().size(); ++index) {
      const EndpointId endpoint{index};
      const NodeId node = cast_.node_of(endpoint);
      if (node == role.node) {
        continue;
      }
      const bool is_honest = cast_.is_honest(node);
      if (!is_honest || coalition.side_of(endpoint) == Side::a) {
        peers_a.push_back(endpoint);
      }
      if (!is_honest || coalition.side_of(endpoint) == Side::b) {
        peers_b.push_back(endpoint);
      }
    }
    simulation_->network().set_peers(EndpointId{role.node.value}, peers_a);
    simulation_->network().set_peers(*twin, peers_b);
  }
}

void World::schedule_twins() {
  std::set<EndpointId> firsts;
  std::set<EndpointId> seconds;
  for (const TraitorRole& role : cast_.traitors()) {
    if (const std::optional<EndpointId> twin = cast_.twin(role.node)) {
      firsts.insert(EndpointId{role.node.value});
      seconds.insert(*twin);
    }
  }
  for (const TraitorRole& role : cast_.traitors()) {
    if (role.spec.schedule.empty()) {
      continue;
    }
    std::vector<TwinRound> rounds;
    for (const TwinRoundSpec& round : role.spec.schedule) {
      rounds.push_back({static_cast<Height>(round.height),
                        static_cast<Round>(round.round),
                        {endpoints_of(round.first), endpoints_of(round.first_precommits)},
                        {endpoints_of(round.second), endpoints_of(round.second_precommits)}});
    }
    twin_schedules_.emplace(role.node, TwinSchedule{std::move(rounds), firsts, seconds});
  }
}

// Twins lie by existing.
std::uint64_t World::fired(NodeId traitor) const {
  if (const auto corrupted = corruptible_.find(traitor); corrupted != corruptible_.end()) {
    return corrupted->second.behaviour->fired();
  }
  const auto found = behaviours_.find(traitor);
  if (found != behaviours_.end()) {
    return found->second->fired();
  }
  const std::optional<EndpointId> twin = cast_.twin(traitor);
  return twin ? simulation_->network().counters(*twin).messages_sent : 0;
}

}  // namespace callo::sim
