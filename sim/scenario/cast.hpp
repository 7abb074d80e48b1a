#pragma once

#include <optional>
#include <set>
#include <span>
#include <vector>

#include "protocol/overlay/directory.hpp"
#include "sim/scenario/selectors.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

struct TraitorRole {
  NodeId node;
  TraitorSpec spec;  // for this node alone
};

// Who plays in one run: the scenario's traitors and those drawn from the seed, and every endpoint.
// Endpoint i < nodes() is node i; the second endpoints of twins follow, then the light clients, who
// are no nodes: they are numbered on behind them.
class Cast {
 public:
  // `drawn`: the random traitors of this seed.
  Cast(const ScenarioSpec& spec, const NodeMap& map, std::span<const TraitorSpec> drawn);

  std::span<const TraitorRole> traitors() const { return traitors_; }

  // Null for an honest node.
  const TraitorRole* traitor(NodeId node) const;

  bool is_honest(NodeId node) const {
    return traitor(node) == nullptr && !corrupted_.contains(node);
  }

  // From now on the node is the adversary's.
  void corrupt(NodeId node) { corrupted_.insert(node); }

  std::uint32_t honest_nodes() const;

  std::uint32_t light_clients() const { return light_clients_; }

  EndpointId light_endpoint(std::uint32_t client) const {
    return EndpointId{static_cast<std::uint32_t>(endpoint_nodes_.size()) + client};
  }

  // Among the node ids.
  NodeId light_id(std::uint32_t client) const { return NodeId{nodes_ + client}; }

  bool is_light(EndpointId endpoint) const { return endpoint.value >= endpoint_nodes_.size(); }

  // By endpoint of a node: whose it is.
  std::span<const std::uint32_t> endpoint_nodes() const { return endpoint_nodes_; }

  // A light client stands for itself.
  NodeId node_of(EndpointId endpoint) const {
    return is_light(endpoint) ? light_id(endpoint.value - light_endpoint(0).value)
                              : NodeId{endpoint_nodes_[endpoint.value]};
  }

  // The second endpoint of a node with twins.
  std::optional<EndpointId> twin(NodeId node) const;
  Directory directory() const;

 private:
  void add(const TraitorSpec& spec, std::uint32_t node);

  std::uint32_t nodes_;
  std::uint32_t light_clients_;
  std::vector<TraitorRole> traitors_;  // ascending nodes
  std::set<NodeId> corrupted_;         // in the course of the run
  std::vector<std::uint32_t> endpoint_nodes_;
};

}  // namespace callo::sim
