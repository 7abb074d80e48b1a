#include "topologies/graph_measures.hpp"

#include <algorithm>
#include <bit>

#include "protocol/overlay/overlay_shape.hpp"
#include "tests/support/catch.hpp"

namespace callo::topologies {
namespace {

Adjacency graph_of(std::uint32_t nodes,
                   const std::vector<std::pair<std::uint32_t, std::uint32_t>>& links) {
  Adjacency graph(nodes);
  for (const auto& [a, b] : links) {
    add_link(graph, CubeLabel{a}, CubeLabel{b});
  }
  sort_links(graph);
  return graph;
}

Adjacency overlay(const OverlayShape& shape) {
  return make_overlay(shape).value();
}

// Removes every set of `size` nodes and looks whether the rest falls apart.
bool is_cut_by_some(const Adjacency& graph, std::uint32_t size) {
  const auto nodes = static_cast<std::uint32_t>(graph.size());
  for (std::uint32_t removed = 0; removed < (1U << nodes); ++removed) {
    const std::uint32_t left = ((1U << nodes) - 1) & ~removed;
    if (static_cast<std::uint32_t>(std::popcount(removed)) != size || left == 0) {
      continue;
    }
    std::uint32_t reached = left & (~left + 1);
    for (std::uint32_t before = 0; before != reached;) {
      before = reached;
      for (std::uint32_t node = 0; node < nodes; ++node) {
        if ((reached >> node & 1U) != 0) {
          for (const CubeLabel neighbour : graph[node]) {
            reached |= (1U << neighbour.value) & left;
          }
        }
      }
    }
    if (reached != left) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("graph_measures: hypercubes have the known properties", "[unit]") {
  // Saad and Schultz 1988: links n 2^(n-1), diameter n, connectivity n, average distance
  // n 2^(n-1) / (2^n - 1).
  struct Expected {
    std::uint32_t dimensions, links, distance_sum;
  };

  for (const auto& [dimensions, links, distance_sum] : {Expected{1, 1, 2},
                                                        {2, 4, 16},
                                                        {3, 12, 96},
                                                        {4, 32, 512},
                                                        {5, 80, 2560},
                                                        {6, 192, 12288},
                                                        {7, 448, 57344}}) {
    const auto measures = measure(overlay({.nodes = 1U << dimensions}));
    CAPTURE(dimensions);
    CHECK(measures.links == links);
    CHECK(measures.degree_min == dimensions);
    CHECK(measures.degree_max == dimensions);
    CHECK(measures.diameter == dimensions);
    CHECK(measures.distance_sum == distance_sum);
    CHECK(measures.vertex_connectivity == dimensions);
  }
}

TEST_CASE("graph_measures: folded cubes have the known properties", "[unit]") {
  // El-Amawy and Latifi 1991; average distance times ordered pairs.
  struct Expected {
    std::uint32_t dimensions, links, diameter, distance_sum;
  };

  for (const auto& [dimensions, links, diameter, distance_sum] : {Expected{2, 6, 1, 12},
                                                                  {3, 16, 2, 80},
                                                                  {4, 40, 2, 400},
                                                                  {5, 96, 3, 2112},
                                                                  {6, 224, 3, 9856}}) {
    const auto measures = measure(overlay(
        {.nodes = 1U << dimensions, .extra_links = 1, .placement = ExtraLinkPlacement::antipodal}));
    CAPTURE(dimensions);
    CHECK(measures.links == links);
    CHECK(measures.diameter == diameter);
    CHECK(measures.distance_sum == distance_sum);
    CHECK(measures.vertex_connectivity == dimensions + 1);
  }
}

TEST_CASE("graph_measures: the cube of any N stays as connected as its lower half", "[unit]") {
  for (std::uint32_t nodes = 2; nodes <= 130; ++nodes) {
    CAPTURE(nodes);
    const auto floor = static_cast<std::uint32_t>(std::bit_width(nodes)) - 1;
    const auto plain = measure(overlay({.nodes = nodes}));
    REQUIRE(plain.vertex_connectivity >= floor);
    REQUIRE(plain.vertex_connectivity <= plain.degree_min);
    const auto folded = measure(
        overlay({.nodes = nodes, .extra_links = 1, .placement = ExtraLinkPlacement::antipodal}));
    REQUIRE(folded.vertex_connectivity >= plain.vertex_connectivity);
  }
}

TEST_CASE("graph_measures: connectivity agrees with removing every set of nodes", "[unit]") {
  std::uint64_t state = 7;
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> links;
    for (std::uint32_t a = 0; a < 8; ++a) {
      for (std::uint32_t b = a + 1; b < 8; ++b) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        if ((state >> 60) < static_cast<std::uint64_t>(4 + trial % 10)) {
          links.emplace_back(a, b);
        }
      }
    }
    const Adjacency graph = graph_of(8, links);
    std::uint32_t expected = 0;
    while (expected < 7 && !is_cut_by_some(graph, expected)) {
      ++expected;
    }
    CAPTURE(trial, links.size());
    REQUIRE(vertex_connectivity(graph) == expected);
  }
}

TEST_CASE("graph_measures: a small cut between dense halves is found", "[unit]") {
  // All of `cut` is linked with everybody, the halves only within themselves. Labels alternate, so
  // that the first nodes searched stand on both sides.
  const auto halves = [](std::uint32_t nodes, const std::vector<std::uint32_t>& cut) {
    Adjacency graph(nodes);
    const auto is_cut = [&](std::uint32_t node) {
      return std::find(cut.begin(), cut.end(), node) != cut.end();
    };
    for (std::uint32_t a = 0; a < nodes; ++a) {
      for (std::uint32_t b = a + 1; b < nodes; ++b) {
        if (is_cut(a) || is_cut(b) || a % 2 == b % 2) {
          add_link(graph, CubeLabel{a}, CubeLabel{b});
        }
      }
    }
    sort_links(graph);
    return graph;
  };
  CHECK(vertex_connectivity(halves(8, {0, 7})) == 2);
  CHECK(vertex_connectivity(halves(9, {0, 3, 8})) == 3);
  CHECK(vertex_connectivity(halves(20, {0})) == 1);
  CHECK(vertex_connectivity(halves(30, {0, 5, 6, 17, 20})) == 5);
}

TEST_CASE("graph_measures: a cut node and a lost node show", "[unit]") {
  // Two triangles that share node 2.
  const auto bow_tie = graph_of(5, {{0, 1}, {0, 2}, {1, 2}, {2, 3}, {2, 4}, {3, 4}});
  CHECK(vertex_connectivity(bow_tie) == 1);
  const auto apart = measure(graph_of(3, {{0, 1}}));
  CHECK(apart.vertex_connectivity == 0);
  CHECK_FALSE(apart.diameter.has_value());
  CHECK(vertex_connectivity(overlay({.kind = OverlayKind::complete, .nodes = 7})) == 6);
}

TEST_CASE("graph_measures: ceilings follow from the number of nodes and the connectivity",
          "[unit]") {
  const auto ceilings = traitor_ceilings(16, 5);
  CHECK(ceilings.safety == 5);
  CHECK(ceilings.connectivity == 4);
  CHECK(ceilings.unsigned_agreement == 2);
  CHECK(ceilings.traitors() == 4);
  CHECK(traitor_ceilings(3, 2).safety == 0);
  CHECK(traitor_ceilings(4, 3).safety == 1);
  CHECK(traitor_ceilings(7, 6).safety == 2);
  CHECK(traitor_ceilings(1, 0).traitors() == 0);
}

}  // namespace callo::topologies
