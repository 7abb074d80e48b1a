#include "protocol/overlay/hypercube.hpp"

#include <algorithm>
#include <bit>
#include <vector>

#include "protocol/overlay/extra_links.hpp"
#include "protocol/overlay/overlay_shape.hpp"
#include "tests/support/catch.hpp"

namespace callo {
namespace {

// The distance from `start` to the farthest label, or -1 when some label is out of reach.
int eccentricity(const Adjacency& links, std::uint32_t start) {
  std::vector<int> distance(links.size(), -1);
  std::vector<std::uint32_t> reached{start};
  distance[start] = 0;
  for (std::size_t next = 0; next < reached.size(); ++next) {
    for (const CubeLabel neighbour : links[reached[next]]) {
      if (distance[neighbour.value] < 0) {
        distance[neighbour.value] = distance[reached[next]] + 1;
        reached.push_back(neighbour.value);
      }
    }
  }
  return reached.size() == links.size() ? distance[reached.back()] : -1;
}

// -1 when the graph is not connected.
int diameter(const Adjacency& links) {
  int largest = 0;
  for (std::uint32_t label = 0; label < links.size(); ++label) {
    const int distance = eccentricity(links, label);
    if (distance < 0) {
      return -1;
    }
    largest = std::max(largest, distance);
  }
  return largest;
}

bool is_proper(const Adjacency& links) {
  for (std::uint32_t label = 0; label < links.size(); ++label) {
    const auto& neighbours = links[label];
    if (!std::is_sorted(neighbours.begin(), neighbours.end()) ||
        std::adjacent_find(neighbours.begin(), neighbours.end()) != neighbours.end()) {
      return false;
    }
    for (const CubeLabel neighbour : neighbours) {
      if (neighbour.value >= links.size() || neighbour.value == label ||
          !is_linked(links, neighbour, CubeLabel{label})) {
        return false;
      }
    }
  }
  return true;
}

Adjacency overlay(std::uint32_t nodes, std::uint32_t extra_links = 0,
                  ExtraLinkPlacement placement = ExtraLinkPlacement::none, std::uint64_t seed = 0) {
  auto links = make_overlay({OverlayKind::hypercube, nodes, extra_links, placement, seed});
  REQUIRE(links.has_value());
  return *links;
}

std::uint32_t floor_log2(std::uint32_t nodes) {
  return static_cast<std::uint32_t>(std::bit_width(nodes)) - 1;
}

std::size_t link_count(const Adjacency& links) {
  std::size_t ends = 0;
  for (const auto& neighbours : links) {
    ends += neighbours.size();
  }
  return ends / 2;
}

}  // namespace

TEST_CASE("hypercube: connected, symmetric and of bounded degree for every N from 2 to 300",
          "[unit]") {
  for (std::uint32_t nodes = 2; nodes <= 300; ++nodes) {
    CAPTURE(nodes);
    const Adjacency links = overlay(nodes);
    REQUIRE(links.size() == nodes);
    REQUIRE(is_proper(links));
    const std::uint32_t floor = floor_log2(nodes);
    for (const auto& neighbours : links) {
      REQUIRE(neighbours.size() >= floor);
      REQUIRE(neighbours.size() <= std::max(2 * floor, 1U));
    }
    REQUIRE(diameter(links) == static_cast<int>(floor));
  }
}

TEST_CASE("hypercube: labels are linked exactly when one bit differs when N is a power of two",
          "[unit]") {
  for (const std::uint32_t nodes : {2U, 4U, 8U, 16U, 64U, 256U}) {
    const Adjacency links = overlay(nodes);
    for (std::uint32_t a = 0; a < nodes; ++a) {
      for (std::uint32_t b = 0; b < nodes; ++b) {
        REQUIRE(is_linked(links, CubeLabel{a}, CubeLabel{b}) == (std::popcount(a ^ b) == 1));
      }
    }
  }
}

TEST_CASE("hypercube: a label takes over the links of its missing partner when N is 6", "[unit]") {
  const Adjacency links = overlay(6);
  // 6 is merged into 2 and 7 into 3.
  CHECK(links[0] == std::vector<CubeLabel>{{1}, {2}, {4}});
  CHECK(links[2] == std::vector<CubeLabel>{{0}, {3}, {4}});
  CHECK(links[3] == std::vector<CubeLabel>{{1}, {2}, {5}});
  CHECK(links[4] == std::vector<CubeLabel>{{0}, {2}, {5}});
}

TEST_CASE("hypercube: the folded cube has the degree, size and diameter of El-Amawy and Latifi",
          "[unit]") {
  for (std::uint32_t dimensions = 2; dimensions <= 9; ++dimensions) {
    CAPTURE(dimensions);
    const std::uint32_t nodes = 1U << dimensions;
    const Adjacency links = overlay(nodes, 1, ExtraLinkPlacement::antipodal);
    REQUIRE(is_proper(links));
    CHECK(link_count(links) == std::size_t{nodes} / 2 * (dimensions + 1));
    CHECK(diameter(links) == static_cast<int>((dimensions + 1) / 2));
    CHECK(is_linked(links, CubeLabel{0}, CubeLabel{nodes - 1}));
  }
}

TEST_CASE("hypercube: antipodal links halve the diameter when N is any number", "[unit]") {
  for (std::uint32_t nodes = 2; nodes <= 300; ++nodes) {
    CAPTURE(nodes);
    const Adjacency links = overlay(nodes, 1, ExtraLinkPlacement::antipodal);
    REQUIRE(is_proper(links));
    const auto dimensions = static_cast<int>(std::bit_width(nodes - 1));
    const int reached = diameter(links);
    REQUIRE(reached >= 1);
    REQUIRE(reached <= (dimensions + 1) / 2);
  }
}

TEST_CASE("hypercube: each further antipodal link adds one to every degree until all are linked",
          "[unit]") {
  for (std::uint32_t extra = 0; extra <= 11; ++extra) {
    const Adjacency links = overlay(16, extra, ExtraLinkPlacement::antipodal);
    REQUIRE(is_proper(links));
    for (const auto& neighbours : links) {
      REQUIRE(neighbours.size() == 4 + extra);
    }
  }
  CHECK(overlay(16, 15, ExtraLinkPlacement::antipodal) ==
        overlay(16, 11, ExtraLinkPlacement::antipodal));
  CHECK(antipodal_masks(4, 3) == std::vector<std::uint32_t>{0b1111, 0b0011, 0b0101});
}

TEST_CASE("hypercube: random matchings give every label its extra links when N is even", "[unit]") {
  for (const std::uint32_t nodes : {8U, 16U, 22U, 100U, 128U}) {
    const Adjacency cube = overlay(nodes);
    for (std::uint32_t extra = 1; extra <= 3; ++extra) {
      const Adjacency links = overlay(nodes, extra, ExtraLinkPlacement::random, 42);
      CAPTURE(nodes, extra);
      REQUIRE(is_proper(links));
      REQUIRE(link_count(links) == link_count(cube) + std::size_t{nodes} / 2 * extra);
      for (std::uint32_t label = 0; label < nodes; ++label) {
        REQUIRE(links[label].size() == cube[label].size() + extra);
      }
    }
  }
}

TEST_CASE("hypercube: random matchings leave one label out when N is odd", "[unit]") {
  const Adjacency cube = overlay(33);
  const Adjacency links = overlay(33, 1, ExtraLinkPlacement::random, 5);
  REQUIRE(is_proper(links));
  CHECK(link_count(links) == link_count(cube) + 16);
}

TEST_CASE("hypercube: random matchings depend on the seed alone", "[unit]") {
  const auto with_seed = [](std::uint64_t seed) {
    return overlay(64, 2, ExtraLinkPlacement::random, seed);
  };
  CHECK(with_seed(1) == with_seed(1));
  CHECK(with_seed(1) != with_seed(2));
  // A golden value: a change of the generator would silently change every run.
  const Adjacency golden = overlay(8, 1, ExtraLinkPlacement::random, 1);
  std::vector<std::uint32_t> partner;
  const Adjacency cube = overlay(8);
  for (std::uint32_t label = 0; label < 8; ++label) {
    for (const CubeLabel neighbour : golden[label]) {
      if (!is_linked(cube, CubeLabel{label}, neighbour)) {
        partner.push_back(neighbour.value);
      }
    }
  }
  CHECK(partner == std::vector<std::uint32_t>{5, 6, 7, 4, 3, 0, 1, 2});
}

TEST_CASE("hypercube: a complete overlay links all pairs", "[unit]") {
  const auto links = make_overlay({.kind = OverlayKind::complete, .nodes = 7});
  REQUIRE(links.has_value());
  CHECK(is_proper(*links));
  CHECK(link_count(*links) == 21);
}

TEST_CASE("hypercube: shapes without meaning are refused", "[unit]") {
  CHECK_FALSE(make_overlay({.nodes = 1}).has_value());
  CHECK_FALSE(make_overlay({.nodes = kHypercubeNodesMax + 1}).has_value());
  CHECK_FALSE(make_overlay({.nodes = 8, .extra_links = 1}).has_value());
  CHECK_FALSE(make_overlay({.nodes = 4, .extra_links = 4, .placement = ExtraLinkPlacement::random})
                  .has_value());
  CHECK_FALSE(
      make_overlay({.kind = OverlayKind::complete, .nodes = 8, .extra_links = 1}).has_value());
  CHECK_FALSE(
      make_overlay({.kind = OverlayKind::complete, .nodes = kCompleteNodesMax + 1}).has_value());
}

}  // namespace callo
