#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "protocol/crypto/ed25519.hpp"
#include "protocol/node/light_node.hpp"
#include "protocol/node/node.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/hosts/modelled_crypto.hpp"
#include "sim/hosts/remembering_verifier.hpp"
#include "sim/hosts/simulation.hpp"
#include "sim/scenario/cast.hpp"
#include "sim/scenario/network_plan.hpp"
#include "sim/scenario/registrar.hpp"
#include "sim/scenario/run_memory.hpp"
#include "sim/scenario/spec.hpp"
#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/twin_schedule.hpp"
#include "sim/workload/payment_workload.hpp"

namespace callo::sim {

// A scenario come to life for one seed: keys, membership, overlay, banks, and every node on its
// endpoint, the traitors wrapped. Owns all of it; a fresh one per run.
class World {
 public:
  // `memos` false: nothing that was decoded or checked is remembered; the run is the same. `memory`
  // is only used here.
  World(const ScenarioSpec& spec, const NodeMap& map, const Cast& cast, std::uint64_t seed,
        bool memos, RunMemory& memory);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  Simulation& simulation() { return *simulation_; }

  PaymentWorkload& workload() { return *workload_; }

  // What a light client's user knows; before the client starts.
  void trust(std::uint32_t client, TrustedHeader header) {
    light_configs_[client].trusted = header;
  }

  const Membership& membership() const { return *membership_; }

  Registrar& registrar() { return *registrar_; }

  const Adjacency& overlay() const { return overlay_; }

  const CubePlacement& placement() const { return *placement_; }

  const std::string& chain_id() const { return chain_id_; }

  // Real arithmetic behind whatever the scenario's crypto is, remembered if memos are on; for
  // checkers, whose checks cost no node any time.
  Verifier& verifier() { return *verifier_; }

  std::uint32_t measured_links_ppm() const { return measured_links_ppm_; }

  // The node is the adversary's from now on. Contract: the scenario has an adaptive one.
  void corrupt(NodeId node);

  // How often the traitor on this node really misbehaved.
  std::uint64_t fired(NodeId traitor) const;

 private:
  using Behaviours = std::map<NodeId, std::unique_ptr<Behaviour>>;

  void make_keys(const ScenarioSpec& spec, RunMemory& memory);
  void make_registrar(const ScenarioSpec& spec);
  std::unique_ptr<Signer> make_signer(const KeySeed& seed, RunMemory& memory);
  void make_workload(const ScenarioSpec& spec, RunMemory& memory);
  void make_overlay_and_dissemination(const ScenarioSpec& spec);
  void make_traitors(RunMemory& memory);
  void make_corruptible(const ScenarioSpec& spec, RunMemory& memory);
  TraitorContext traitor_context(const TraitorRole& role, Coalition& coalition, RunMemory& memory);
  Coalition& coalition_of(const TraitorRole& role);
  std::vector<EndpointId> endpoints_of(const NodeSelectors& selectors) const;
  std::vector<Mutation> mutations_of(const TraitorRole& role) const;
  std::vector<NodeId> payers_of(const TraitorRole& role) const;
  std::vector<EndpointId> spared_of(const TraitorRole& role) const;
  void separate_twins();
  void schedule_twins();
  void make_light_clients(const ScenarioSpec& spec);
  std::uint32_t city_of(const LightClientSpec& client) const;
  void make_simulation(const ScenarioSpec& spec);
  NodeConfig node_config(const ScenarioSpec& spec, NodeId node) const;
  std::unique_ptr<Machine> make_machine(EndpointId endpoint);

  std::string chain_id_ = "sphyx";
  const NodeMap& map_;
  const Cast& cast_;
  std::uint64_t seed_;
  std::uint64_t key_seed_;
  std::uint32_t measured_links_ppm_ = 0;

  std::unique_ptr<ModelledKeyring> keyring_;  // null with real signatures
  Ed25519Verifier ed25519_;
  std::unique_ptr<RememberingVerifier> remembering_;  // null without memos
  Verifier* verifier_ = nullptr;
  std::vector<std::unique_ptr<Signer>> signers_;  // by node, light clients behind them
  std::unique_ptr<Signer> registrar_signer_;
  std::unique_ptr<Membership> membership_;
  std::unique_ptr<PaymentWorkload> workload_;
  std::unique_ptr<LedgerState> genesis_;
  std::unique_ptr<LedgerMemo> ledger_memo_;        // null without memos
  std::unique_ptr<DecodedBlocks> decoded_blocks_;  // null without memos

  Adjacency overlay_;
  std::unique_ptr<Directory> directory_;
  std::unique_ptr<CubePlacement> placement_;
  std::vector<std::unique_ptr<callo::Dissemination>> disseminations_;  // by node
  std::vector<std::unique_ptr<ExchangePlan>> exchange_plans_;          // by node; null without
  std::vector<NodeConfig> node_configs_;                               // by node
  std::deque<RandomStream> node_random_;                               // by endpoint
  std::vector<LightNodeConfig> light_configs_;                         // by light client

  std::deque<RandomStream> traitor_random_;
  std::vector<std::unique_ptr<Signer>> bank_signers_;  // of the traitors
  std::map<std::string, std::unique_ptr<Coalition>> coalitions_;
  Behaviours behaviours_;
  std::map<NodeId, TwinSchedule> twin_schedules_;  // of twins that have one

  // Of an adaptive adversary: how each loyal node will play, should it be corrupted.
  struct Corruptible {
    std::unique_ptr<Behaviour> behaviour;
    Coalition* coalition = nullptr;
    bool is_corrupted = false;
  };

  std::map<NodeId, Corruptible> corruptible_;
  std::unique_ptr<Simulation> simulation_;
  std::unique_ptr<Registrar> registrar_;
};

}  // namespace callo::sim
