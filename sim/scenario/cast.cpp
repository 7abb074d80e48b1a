#include "sim/scenario/cast.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "sim/traitors/overlay_registry.hpp"

namespace callo::sim {

Cast::Cast(const ScenarioSpec& spec, const NodeMap& map, std::span<const TraitorSpec> drawn)
    : nodes_{map.nodes()}, light_clients_{static_cast<std::uint32_t>(spec.light_clients.size())} {
  for (const std::span<const TraitorSpec> specs : {std::span{spec.traitors}, drawn}) {
    for (const TraitorSpec& traitor : specs) {
      for (const std::uint32_t node : resolve_nodes(map, traitor.nodes)) {
        add(traitor, node);
      }
    }
  }
  std::sort(traitors_.begin(), traitors_.end(),
            [](const TraitorRole& a, const TraitorRole& b) { return a.node < b.node; });
  for (std::uint32_t node = 0; node < nodes_; ++node) {
    endpoint_nodes_.push_back(node);
  }
  for (const TraitorRole& role : traitors_) {
    const BehaviourKind* const kind = find_behaviour(role.spec.behaviour);
    if (kind != nullptr && kind->is_second_endpoint()) {
      endpoint_nodes_.push_back(role.node.value);
    }
  }
}

// A node plays one role: the first that the scenario gives it.
void Cast::add(const TraitorSpec& spec, std::uint32_t node) {
  CALLO_CHECK(find_behaviour(spec.behaviour) != nullptr ||
              find_overlay_behaviour(spec.behaviour) != nullptr);
  if (traitor(NodeId{node}) == nullptr) {
    traitors_.push_back({NodeId{node}, spec});
  }
}

const TraitorRole* Cast::traitor(NodeId node) const {
  const auto found = std::find_if(traitors_.begin(), traitors_.end(),
                                  [node](const TraitorRole& role) { return role.node == node; });
  return found == traitors_.end() ? nullptr : &*found;
}

std::uint32_t Cast::honest_nodes() const {
  return nodes_ - static_cast<std::uint32_t>(traitors_.size());
}

std::optional<EndpointId> Cast::twin(NodeId node) const {
  for (std::uint32_t endpoint = nodes_; endpoint < endpoint_nodes_.size(); ++endpoint) {
    if (endpoint_nodes_[endpoint] == node.value) {
      return EndpointId{endpoint};
    }
  }
  return std::nullopt;
}

Directory Cast::directory() const {
  std::vector<std::vector<EndpointId>> endpoints(nodes_);
  for (std::uint32_t endpoint = 0; endpoint < endpoint_nodes_.size(); ++endpoint) {
    endpoints[endpoint_nodes_[endpoint]].push_back(EndpointId{endpoint});
  }
  return Directory{std::move(endpoints)};
}

}  // namespace callo::sim
