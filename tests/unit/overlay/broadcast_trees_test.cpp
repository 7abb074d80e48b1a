#include "protocol/overlay/broadcast_trees.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <utility>

#include "tests/support/catch.hpp"

namespace callo {

namespace {

using DirectedLink = std::pair<CubeLabel, CubeLabel>;

// Follows the children from the root; every node must be reached exactly once.
std::vector<DirectedLink> links_of(const BroadcastTrees& trees, CubeLabel root, std::uint32_t tree,
                                   std::uint32_t nodes, std::uint32_t& depth) {
  std::vector<DirectedLink> links;
  std::set<CubeLabel> reached{root};
  std::vector<CubeLabel> level{root};
  for (depth = 0; !level.empty(); ++depth) {
    std::vector<CubeLabel> next;
    for (const CubeLabel label : level) {
      std::vector<CubeLabel> children;
      trees.add_children(root, label, tree, children);
      for (const CubeLabel child : children) {
        REQUIRE(trees.parent(root, child, tree) == label);
        REQUIRE(reached.insert(child).second);
        links.emplace_back(label, child);
        next.push_back(child);
      }
    }
    level = std::move(next);
  }
  --depth;
  CHECK(reached.size() == nodes);
  return links;
}

std::uint32_t dimensions_of(std::uint32_t nodes) {
  return static_cast<std::uint32_t>(std::bit_width(nodes - 1));
}

}  // namespace

TEST_CASE("broadcast trees: one tree spans any number of nodes with N - 1 links", "[unit]") {
  for (std::uint32_t nodes = 2; nodes <= 70; ++nodes) {
    CAPTURE(nodes);
    const BroadcastTrees trees{nodes, 1};
    for (std::uint32_t root = 0; root < nodes; ++root) {
      std::uint32_t depth = 0;
      const auto links = links_of(trees, CubeLabel{root}, 0, nodes, depth);
      CHECK(links.size() == nodes - 1);
      CHECK(depth <= dimensions_of(nodes));
    }
  }
}

TEST_CASE("broadcast trees: the plain tree is binomial when N is a power of two", "[unit]") {
  const BroadcastTrees trees{16, 1};
  const CubeLabel root{5};
  for (std::uint32_t label = 0; label < 16; ++label) {
    std::vector<CubeLabel> children;
    trees.add_children(root, CubeLabel{label}, 0, children);
    const std::uint32_t distance = label ^ root.value;
    const auto expected =
        distance == 0 ? 4U : static_cast<std::uint32_t>(std::countr_zero(distance));
    CHECK(children.size() == expected);
  }
}

TEST_CASE("broadcast trees: all trees span, of any number of nodes", "[unit]") {
  for (const std::uint32_t nodes : {3U, 5U, 6U, 8U, 11U, 16U, 23U, 31U, 32U, 33U, 48U, 64U, 100U}) {
    const std::uint32_t dimensions = dimensions_of(nodes);
    for (std::uint32_t count = 2; count <= dimensions; ++count) {
      const BroadcastTrees trees{nodes, count};
      for (const std::uint32_t root : {0U, 1U, nodes / 2, nodes - 1}) {
        for (std::uint32_t tree = 0; tree < count; ++tree) {
          CAPTURE(nodes, count, root, tree);
          std::uint32_t depth = 0;
          CHECK(links_of(trees, CubeLabel{root}, tree, nodes, depth).size() == nodes - 1);
          CHECK(depth <= dimensions + 1);
        }
      }
    }
  }
}

TEST_CASE("broadcast trees: no link is in two trees when N is a power of two", "[unit]") {
  for (const std::uint32_t nodes : {4U, 8U, 16U, 64U}) {
    const std::uint32_t dimensions = dimensions_of(nodes);
    const BroadcastTrees trees{nodes, dimensions};
    for (const std::uint32_t root : {0U, 3U, nodes - 1}) {
      std::map<DirectedLink, std::uint32_t> used;
      for (std::uint32_t tree = 0; tree < dimensions; ++tree) {
        std::uint32_t depth = 0;
        for (const DirectedLink& link : links_of(trees, CubeLabel{root}, tree, nodes, depth)) {
          ++used[link];
        }
      }
      CHECK(std::all_of(used.begin(), used.end(), [](const auto& use) { return use.second == 1; }));
    }
  }
}

}  // namespace callo
