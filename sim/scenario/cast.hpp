#pragma once

#include <optional>
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
// Endpoint i < nodes() is node i; the second endpoints of twins follow.
class Cast {
 public:
  // `drawn`: the random traitors of this seed.
  Cast(const ScenarioSpec& spec, const NodeMap& map, std::span<const TraitorSpec> drawn);

  std::span<const TraitorRole> traitors() const { return traitors_; }

  // Null for an honest node.
  const TraitorRole* traitor(NodeId node) const;

  bool is_honest(NodeId node) const { return traitor(node) == nullptr; }

  std::uint32_t honest_nodes() const;

  // By endpoint: whose it is.
  std::span<const std::uint32_t> endpoint_nodes() const { return endpoint_nodes_; }

  NodeId node_of(EndpointId endpoint) const { return NodeId{endpoint_nodes_[endpoint.value]}; }

  // The second endpoint of a node with twins.
  std::optional<EndpointId> twin(NodeId node) const;
  Directory directory() const;

 private:
  void add(const TraitorSpec& spec, std::uint32_t node);

  std::uint32_t nodes_;
  std::vector<TraitorRole> traitors_;  // ascending nodes
  std::vector<std::uint32_t> endpoint_nodes_;
};

}  // namespace callo::sim
