#include "sim/faults/plan_draw.hpp"

#include <utility>

namespace callo::sim {

std::vector<LinkScope> PlanDraw::link() {
  const bool is_one_way = random_.below(2) == 0;
  const EndpointId a = endpoint();
  EndpointId b = endpoint();
  while (b == a) {
    b = endpoint();
  }
  std::vector<LinkScope> links{LinkScope::between(a, b)};
  if (!is_one_way) {
    links.push_back(LinkScope::between(b, a));
  }
  return links;
}

std::vector<LinkScope> PlanDraw::link_or_everywhere() {
  return random_.below(2) == 0 ? link() : std::vector<LinkScope>{};
}

std::vector<EndpointId> PlanDraw::endpoints_in(std::uint32_t city) const {
  std::vector<EndpointId> endpoints;
  for (std::uint32_t index = 0; index < world_.cities.size(); ++index) {
    if (world_.cities[index] == city) {
      endpoints.push_back({index});
    }
  }
  return endpoints;
}

std::vector<EndpointId> PlanDraw::some_endpoints() {
  const std::uint64_t size = 1 + random_.below(world_.cities.size() - 1);
  std::vector<EndpointId> order;
  for (std::uint32_t index = 0; index < world_.cities.size(); ++index) {
    order.push_back({index});
  }
  for (std::size_t left = order.size(); left > 1; --left) {
    std::swap(order[left - 1], order[random_.below(left)]);
  }
  order.resize(size);
  return order;
}

}  // namespace callo::sim
