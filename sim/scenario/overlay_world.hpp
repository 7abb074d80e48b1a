#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/crypto/ed25519.hpp"
#include "protocol/node/core_server.hpp"
#include "protocol/node/overlay_node.hpp"
#include "protocol/node/search/search.hpp"
#include "protocol/overlay/membership/origin.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/hosts/modelled_crypto.hpp"
#include "sim/hosts/simulation.hpp"
#include "sim/scenario/cast.hpp"
#include "sim/scenario/network_plan.hpp"
#include "sim/scenario/spec.hpp"
#include "sim/traitors/behaviour.hpp"
#include "sim/workload/search_chain.hpp"

namespace callo::sim {

// A scenario without consensus come to life for one seed: an endpoint for each place, in each of
// which lives one node of the overlay at a time. Owns all of it; a fresh one per run.
class OverlayWorld {
 public:
  // `map` and `spec` outlive it.
  OverlayWorld(const ScenarioSpec& spec, const NodeMap& map, const Cast& cast, std::uint64_t seed);
  OverlayWorld(const OverlayWorld&) = delete;
  OverlayWorld& operator=(const OverlayWorld&) = delete;

  Simulation& simulation() { return *simulation_; }

  std::uint32_t places() const { return static_cast<std::uint32_t>(tenants_.size()); }

  // From the next start on somebody else lives there: another key, and so another place in the
  // tables. Contract: the place is empty.
  void change_tenant(std::uint32_t place);

  // Who lives there, up or not.
  const OverlayId& id_of(std::uint32_t place) const { return tenants_[place].id; }

  // Null while nobody is up there.
  const OverlayNode* node(std::uint32_t place) const;

  bool is_honest(std::uint32_t place) const { return cast_.is_honest(NodeId{place}); }

  // Null while nobody is up there, and where nothing is searched for.
  const Search* search(std::uint32_t place) const;

  // Of a network beside the one that the honest nodes run.
  bool is_outsider(std::uint32_t place) const;

  // Which group the address of that place belongs to.
  Origin origin(std::uint32_t place) const { return addresses_.origins[place]; }

  // The chain that is searched; null: nothing is.
  const SearchChain* chain() const { return chain_.get(); }

  // Draws of this purpose, by number.
  RandomStream lot(const char* purpose, std::uint64_t number) const {
    return {seed_, Purpose::of(purpose), number};
  }

  // How often the traitor there really misbehaved.
  std::uint64_t fired(NodeId traitor) const;

  std::uint32_t measured_links_ppm() const { return measured_links_ppm_; }

 private:
  struct Tenant {
    std::unique_ptr<Signer> signer;
    OverlayId id;
    std::uint32_t number = 0;                  // of those that have lived there before
    std::optional<std::uint32_t> sybil_group;  // of addresses, besides those of the honest
    OverlayNode* node = nullptr;
    const Search* search = nullptr;
  };

  // Groups of addresses by endpoint.
  class Addresses final : public Origins {
   public:
    Origin of(EndpointId endpoint) const override {
      return endpoint.value < origins.size() ? origins[endpoint.value] : origin_of_ip("");
    }

    std::vector<std::string> ips;
    std::vector<Origin> origins;
  };

  std::unique_ptr<Signer> make_signer(std::uint32_t place, std::uint32_t number);
  std::unique_ptr<Signer> make_sybil(std::uint32_t place, const OverlayId& surrounded,
                                     unsigned shared);
  std::unique_ptr<Signer> signer_of_key(const KeySeed& seed);
  void make_addresses();
  std::optional<OverlayId> surrounded_by(const TraitorRole& role) const;
  void make_sybils();
  std::vector<EndpointId> victims_of(const TraitorRole& role) const;
  void make_genesis();
  void make_traitors();
  void make_simulation();
  std::unique_ptr<Machine> make_machine(EndpointId endpoint);
  void make_chain();
  SearchConfig search_config() const;
  OverlayNodeConfig node_config(std::uint32_t place) const;
  CoreServerConfig server_config() const;

  const ScenarioSpec& spec_;
  const NodeMap& map_;
  const Cast& cast_;
  std::uint64_t seed_;
  std::string chain_id_ = "sphyx";
  std::unique_ptr<ModelledKeyring> keyring_;  // null with real signatures
  Ed25519Verifier ed25519_;
  Verifier* verifier_ = nullptr;
  std::vector<Tenant> tenants_;  // by place
  Addresses addresses_;
  std::map<OverlayId, std::vector<Neighbour>> sybils_;  // by what they surround
  std::vector<Neighbour> genesis_;
  std::vector<Neighbour> accomplices_;  // the genesis of their own network
  std::vector<ServerIdentity> servers_;
  std::deque<RandomStream> traitor_random_;
  std::map<NodeId, std::unique_ptr<Coalition>> coalitions_;
  std::map<NodeId, std::unique_ptr<Behaviour>> behaviours_;
  std::unique_ptr<SearchChain> chain_;
  std::shared_ptr<const LightBlock> root_;
  std::uint32_t measured_links_ppm_ = 0;
  std::unique_ptr<Simulation> simulation_;
};

}  // namespace callo::sim
