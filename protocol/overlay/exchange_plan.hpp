#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "protocol/overlay/cube_placement.hpp"
#include "protocol/overlay/directory.hpp"
#include "protocol/overlay/hypercube.hpp"

namespace callo {

// Whether the exchange goes through the dimensions from the lowest to the highest or back.
enum class DimensionOrder : std::uint8_t { ascending, descending };

// With whom one node exchanges in which step of a dimension exchange (recursive doubling): in step
// i with its partners in the i-th dimension of the order. After the last of n = ceil(log2 N) steps
// everybody holds what everybody brought.
//
// A node that stands in for a missing corner (see ContractedCube) exchanges for both its corners,
// so it has up to two partners in a step. That is sound: what a corner has collected after i steps
// of the plain exchange is part of what its node has. With N = 2^n every node has one partner in
// every step. Nobody is a partner in two steps.
class ExchangePlan {
 public:
  struct Partner {
    NodeId node;
    std::vector<EndpointId> endpoints;
  };

  // Where somebody sits among the partners.
  struct Seat {
    std::uint8_t step{};
    std::uint8_t partner{};
  };

  ExchangePlan(NodeId self, const CubePlacement& placement, const Directory& directory,
               DimensionOrder order);

  std::size_t steps() const { return steps_.size(); }

  std::span<const Partner> partners(std::size_t step) const { return steps_[step]; }

  // Nullopt for an endpoint of nobody's among the partners.
  std::optional<Seat> seat_of(EndpointId endpoint) const;

 private:
  struct SeatedEndpoint {
    EndpointId endpoint;
    Seat seat;
  };

  std::vector<std::vector<Partner>> steps_;
  std::vector<SeatedEndpoint> seats_;  // ascending endpoints
};

}  // namespace callo
