#include "topologies/graph_measures.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "topologies/disjoint_paths.hpp"

namespace callo::topologies {
namespace {

bool is_linked(Graph graph, CubeLabel a, CubeLabel b) {
  return std::binary_search(graph[a.value].begin(), graph[a.value].end(), b);
}

// Breadth first from `start`, which is the first entry; nodes out of reach are missing.
struct Reach {
  std::vector<CubeLabel> order;
  std::uint32_t farthest{};
  std::uint64_t distance_sum{};
};

Reach reach_from(Graph graph, CubeLabel start) {
  constexpr std::uint32_t kUnreached = ~0U;
  std::vector<std::uint32_t> distance(graph.size(), kUnreached);
  Reach reach;
  reach.order.push_back(start);
  distance[start.value] = 0;
  for (std::size_t next = 0; next < reach.order.size() && reach.order.size() < graph.size();
       ++next) {
    const std::uint32_t node = reach.order[next].value;
    for (const CubeLabel neighbour : graph[node]) {
      if (distance[neighbour.value] == kUnreached) {
        distance[neighbour.value] = distance[node] + 1;
        reach.farthest = distance[neighbour.value];
        reach.distance_sum += reach.farthest;
        reach.order.push_back(neighbour);
      }
    }
  }
  return reach;
}

// Even's test ("An algorithm for determining whether the connectivity of a graph is at least k",
// SIAM J. Computing 4(3), 1975). If fewer than k nodes cut the graph, then let v be the first node,
// in any fixed order, that the cut parts from an earlier one. Either both are among the first k
// nodes, or the cut parts v from all earlier nodes that are left, k or more being earlier. The
// order is breadth first, so that earlier nodes are always near.
bool is_connected_to_degree(Graph graph, const std::vector<CubeLabel>& order, DisjointPaths& paths,
                            std::uint32_t k) {
  for (std::size_t a = 0; a < k; ++a) {
    for (std::size_t b = a + 1; b < k; ++b) {
      if (!is_linked(graph, order[a], order[b]) && paths.count(order[a], order[b], k) < k) {
        return false;
      }
    }
  }
  bool holds = true;
  for (std::size_t next = 0; next < order.size() && holds; ++next) {
    holds = next < k || paths.count_to_gathered(order[next], k) == k;
    paths.gather(order[next]);
  }
  paths.release_gathered();
  return holds;
}

}  // namespace

std::uint32_t vertex_connectivity(Graph graph) {
  CALLO_CHECK(!graph.empty());
  const Reach reach = reach_from(graph, CubeLabel{0});
  if (reach.order.size() < graph.size()) {
    return 0;
  }
  std::size_t degree_min = graph.size();
  for (const auto& neighbours : graph) {
    degree_min = std::min(degree_min, neighbours.size());
  }
  if (degree_min + 1 == graph.size()) {
    return static_cast<std::uint32_t>(degree_min);  // complete: nothing cuts it
  }
  // The smallest degree bounds the connectivity and nearly always equals it.
  DisjointPaths paths{graph};
  std::uint32_t low = 0;
  auto high = static_cast<std::uint32_t>(degree_min);
  std::uint32_t tried = high;
  while (low < high) {
    if (is_connected_to_degree(graph, reach.order, paths, tried)) {
      low = tried;
    } else {
      high = tried - 1;
    }
    tried = low + (high - low + 1) / 2;
  }
  return low;
}

GraphMeasures measure(Graph graph) {
  CALLO_CHECK(!graph.empty());
  GraphMeasures measures;
  measures.degree_min = ~0U;
  measures.diameter = 0;
  std::uint64_t link_ends = 0;
  for (std::uint32_t node = 0; node < graph.size(); ++node) {
    const auto degree = static_cast<std::uint32_t>(graph[node].size());
    link_ends += degree;
    measures.degree_min = std::min(measures.degree_min, degree);
    measures.degree_max = std::max(measures.degree_max, degree);
    const Reach reach = reach_from(graph, CubeLabel{node});
    measures.distance_sum += reach.distance_sum;
    if (reach.order.size() < graph.size()) {
      measures.diameter.reset();
    } else if (measures.diameter) {
      measures.diameter = std::max(*measures.diameter, reach.farthest);
    }
  }
  measures.links = link_ends / 2;
  measures.vertex_connectivity = vertex_connectivity(graph);
  return measures;
}

TraitorCeilings traitor_ceilings(std::uint32_t nodes, std::uint32_t vertex_connectivity) {
  CALLO_CHECK(nodes > 0);
  const std::uint32_t below = vertex_connectivity == 0 ? 0 : vertex_connectivity - 1;
  return {(nodes + 2) / 3 - 1, below, below / 2};
}

}  // namespace callo::topologies
