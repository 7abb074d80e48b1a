#include "protocol/overlay/exchange_plan.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"

namespace callo {

namespace {

// Who shares the links of one dimension with a label, lowest first.
std::vector<CubeLabel> partners_in(const ContractedCube& cube, CubeLabel self, std::uint32_t bit) {
  std::vector<CubeLabel> partners;
  const std::uint32_t top = 1U << (cube.dimensions() - 1);
  for (const std::uint32_t corner : {self.value, self.value ^ top}) {
    const CubeLabel partner = cube.at_corner(corner ^ bit);
    if (cube.at_corner(corner) == self && partner != self) {
      partners.push_back(partner);
    }
  }
  std::sort(partners.begin(), partners.end());
  partners.erase(std::unique(partners.begin(), partners.end()), partners.end());
  return partners;
}

}  // namespace

ExchangePlan::ExchangePlan(NodeId self, const CubePlacement& placement, const Directory& directory,
                           DimensionOrder order) {
  CALLO_CHECK(placement.nodes() == directory.nodes());
  const ContractedCube cube{placement.nodes()};
  for (std::uint32_t step = 0; step < cube.dimensions(); ++step) {
    const bool ascends = order == DimensionOrder::ascending;
    const std::uint32_t dimension = ascends ? step : cube.dimensions() - 1 - step;
    std::vector<Partner>& partners = steps_.emplace_back();
    for (const CubeLabel label : partners_in(cube, placement.label_of(self), 1U << dimension)) {
      const NodeId node = placement.node_at(label);
      const auto endpoints = directory.endpoints_of(node);
      const Seat seat{static_cast<std::uint8_t>(step), static_cast<std::uint8_t>(partners.size())};
      for (const EndpointId endpoint : endpoints) {
        seats_.push_back({endpoint, seat});
      }
      partners.push_back({node, {endpoints.begin(), endpoints.end()}});
    }
  }
  std::sort(seats_.begin(), seats_.end(), [](const SeatedEndpoint& a, const SeatedEndpoint& b) {
    return a.endpoint < b.endpoint;
  });
}

std::optional<ExchangePlan::Seat> ExchangePlan::seat_of(EndpointId endpoint) const {
  const auto found = std::lower_bound(
      seats_.begin(), seats_.end(), endpoint,
      [](const SeatedEndpoint& seated, EndpointId wanted) { return seated.endpoint < wanted; });
  if (found == seats_.end() || found->endpoint != endpoint) {
    return std::nullopt;
  }
  return found->seat;
}

}  // namespace callo
