#include "topologies/graph_measures.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "topologies/disjoint_paths.hpp"

namespace callo::topologies {
namespace {

bool is_linked(Graph graph, CubeLabel a, CubeLabel b) {
  return std::binary_search(graph[a.value].begin(), graph[a.value].end(), b);
}

struct Reach {
  std::uint32_t nodes{};
  std::uint32_t farthest{};
  std::uint64_t distance_sum{};
};

Reach reach_from(Graph graph, std::uint32_t start) {
  constexpr std::uint32_t kUnreached = ~0U;
  std::vector<std::uint32_t> distance(graph.size(), kUnreached);
  std::vector<std::uint32_t> reached{start};
  distance[start] = 0;
  Reach reach;
  for (std::size_t next = 0; next < reached.size(); ++next) {
    const std::uint32_t node = reached[next];
    reach.farthest = distance[node];
    reach.distance_sum += distance[node];
    for (const CubeLabel neighbour : graph[node]) {
      if (distance[neighbour.value] == kUnreached) {
        distance[neighbour.value] = distance[node] + 1;
        reached.push_back(neighbour.value);
      }
    }
  }
  reach.nodes = static_cast<std::uint32_t>(reached.size());
  return reach;
}

}  // namespace

// Esfahanian and Hakimi ("On computing the connectivities of graphs and digraphs", Networks 14,
// 1984): some smallest cut either misses a given node, and then separates it from another one, or
// contains it, and then separates two of its neighbours.
std::uint32_t vertex_connectivity(Graph graph) {
  CALLO_CHECK(!graph.empty());
  const auto fewest = std::min_element(
      graph.begin(), graph.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  const CubeLabel start{static_cast<std::uint32_t>(fewest - graph.begin())};
  auto connectivity = static_cast<std::uint32_t>(fewest->size());
  DisjointPaths paths{graph};
  for (std::uint32_t node = 0; node < graph.size(); ++node) {
    if (CubeLabel{node} != start && !is_linked(graph, start, CubeLabel{node})) {
      connectivity = std::min(connectivity, paths.count(start, CubeLabel{node}, connectivity));
    }
  }
  for (auto a = fewest->begin(); a != fewest->end(); ++a) {
    for (auto b = a + 1; b != fewest->end(); ++b) {
      if (!is_linked(graph, *a, *b)) {
        connectivity = std::min(connectivity, paths.count(*a, *b, connectivity));
      }
    }
  }
  return connectivity;
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
    const Reach reach = reach_from(graph, node);
    measures.distance_sum += reach.distance_sum;
    if (reach.nodes < graph.size()) {
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
