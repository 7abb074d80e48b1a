#include "protocol/overlay/dissemination.hpp"

#include <algorithm>
#include <queue>
#include <utility>

#include "protocol/overlay/overlay_shape.hpp"
#include "protocol/overlay/seen_frames.hpp"
#include "tests/support/catch.hpp"

namespace callo {
namespace {

using Endpoints = std::vector<EndpointId>;

Endpoints copy(std::span<const EndpointId> endpoints) {
  return {endpoints.begin(), endpoints.end()};
}

Endpoints sorted(std::span<const EndpointId> endpoints) {
  Endpoints result = copy(endpoints);
  std::sort(result.begin(), result.end());
  return result;
}

// Of a frame that node 0 originated, sorted.
Endpoints next(const Dissemination& dissemination, EndpointId hop) {
  Endpoints space;
  return sorted(dissemination.next_targets(hop, NodeId{0}, space));
}

// Square 0-1-3-2; node 1 has a twin at endpoint 9.
Directory with_twin() {
  return Directory{
      {{EndpointId{0}}, {EndpointId{1}, EndpointId{9}}, {EndpointId{2}}, {EndpointId{3}}}};
}

}  // namespace

TEST_CASE("dissemination: flood sends to all neighbours when the frame is its own", "[unit]") {
  const auto links = make_overlay({.nodes = 8});
  const Directory directory = Directory::one_to_one(8);
  const CubePlacement placement{8};
  const auto flood =
      make_dissemination(DisseminationKind::flood, 1, NodeId{5}, {*links, placement, directory});
  CHECK(copy(flood->first_targets()) == Endpoints{{1}, {4}, {7}});
  CHECK(copy(flood->peers()) == Endpoints{{1}, {4}, {7}});
}

TEST_CASE("dissemination: flood leaves out only the hop when it forwards", "[unit]") {
  const auto links = make_overlay({.nodes = 8});
  const Directory directory = Directory::one_to_one(8);
  const CubePlacement placement{8};
  const auto flood =
      make_dissemination(DisseminationKind::flood, 1, NodeId{5}, {*links, placement, directory});
  CHECK(next(*flood, EndpointId{1}) == Endpoints{{4}, {7}});
  CHECK(next(*flood, EndpointId{4}) == Endpoints{{1}, {7}});
  CHECK(next(*flood, EndpointId{7}) == Endpoints{{1}, {4}});
  CHECK(next(*flood, EndpointId{6}) == Endpoints{{1}, {4}, {7}});
}

TEST_CASE("dissemination: both twins are served, and the other one when one is the hop", "[unit]") {
  const auto links = make_overlay({.nodes = 4});
  const Directory directory = with_twin();
  const CubePlacement placement{4};
  const auto flood =
      make_dissemination(DisseminationKind::flood, 1, NodeId{0}, {*links, placement, directory});
  CHECK(copy(flood->first_targets()) == Endpoints{{1}, {2}, {9}});
  CHECK(next(*flood, EndpointId{9}) == Endpoints{{1}, {2}});
}

TEST_CASE("dissemination: direct sends to every other node and forwards nothing", "[unit]") {
  const auto links = make_overlay({.kind = OverlayKind::complete, .nodes = 4});
  const Directory directory = with_twin();
  const CubePlacement placement{4};
  const auto direct =
      make_dissemination(DisseminationKind::direct, 1, NodeId{2}, {*links, placement, directory});
  CHECK(copy(direct->first_targets()) == Endpoints{{0}, {1}, {9}, {3}});
  CHECK(next(*direct, EndpointId{0}).empty());
}

TEST_CASE("dissemination: a flood reaches everybody and crosses each link at most twice",
          "[unit]") {
  for (const std::uint32_t nodes : {2U, 5U, 16U, 37U, 128U}) {
    CAPTURE(nodes);
    const auto links = make_overlay({.nodes = nodes});
    const Directory directory = Directory::one_to_one(nodes);
    const CubePlacement placement{nodes};
    std::vector<std::unique_ptr<Dissemination>> flood;
    std::vector<SeenFrames> seen;
    std::size_t link_ends = 0;
    for (std::uint32_t node = 0; node < nodes; ++node) {
      flood.push_back(make_dissemination(DisseminationKind::flood, 1, NodeId{node},
                                         {*links, placement, directory}));
      seen.emplace_back(4, node);
      link_ends += (*links)[node].size();
    }
    const ContentId frame{7, 7};
    std::queue<std::pair<EndpointId, EndpointId>> flying;  // from, to
    std::size_t sent = 0;
    Endpoints space;
    const auto send = [&](EndpointId from, std::span<const EndpointId> targets) {
      for (const EndpointId to : targets) {
        flying.emplace(from, to);
        ++sent;
      }
    };
    seen[0].insert(frame);
    std::uint32_t reached = 1;
    send(EndpointId{0}, flood[0]->first_targets());
    while (!flying.empty()) {
      const auto [from, to] = flying.front();
      flying.pop();
      if (seen[to.value].insert(frame)) {
        ++reached;
        send(to, flood[to.value]->next_targets(from, NodeId{0}, space));
      }
    }
    CHECK(reached == nodes);
    // Everybody but the originator spares the link it was reached over: 2E - (N - 1) frames.
    CHECK(sent == link_ends - (nodes - 1));
  }
}

TEST_CASE("dissemination: trees reach everybody once each, and pass on for each tree", "[unit]") {
  for (const std::uint32_t nodes : {2U, 5U, 16U, 37U, 64U}) {
    for (const std::uint32_t trees : {1U, 2U, 3U}) {
      if ((1U << trees) > nodes) {
        continue;
      }
      CAPTURE(nodes, trees);
      const auto links = make_overlay({.nodes = nodes});
      const Directory directory = Directory::one_to_one(nodes);
      const CubePlacement placement{nodes};
      std::vector<std::unique_ptr<Dissemination>> tree;
      for (std::uint32_t node = 0; node < nodes; ++node) {
        tree.push_back(make_dissemination(DisseminationKind::tree, trees, NodeId{node},
                                          {*links, placement, directory}));
      }
      const NodeId root{nodes / 2};
      std::queue<std::pair<EndpointId, EndpointId>> flying;
      std::vector<std::vector<std::uint32_t>> ways(nodes);
      std::size_t sent = 0;
      Endpoints space;
      const auto send = [&](EndpointId from, std::span<const EndpointId> targets) {
        for (const EndpointId to : targets) {
          flying.emplace(from, to);
          ++sent;
        }
      };
      send(EndpointId{root.value}, tree[root.value]->first_targets());
      while (!flying.empty()) {
        const auto [from, to] = flying.front();
        flying.pop();
        const std::uint32_t way = tree[to.value]->way_of(from, root);
        REQUIRE(way < trees);
        auto& known = ways[to.value];
        if (std::find(known.begin(), known.end(), way) == known.end()) {
          known.push_back(way);
          send(to, tree[to.value]->next_targets(from, root, space));
        }
      }
      CHECK(sent <= trees * (nodes - 1));
      CHECK(((nodes & (nodes - 1)) != 0 || sent == trees * (nodes - 1)));
      for (std::uint32_t node = 0; node < nodes; ++node) {
        CHECK((node == root.value || !ways[node].empty()));
        CHECK(((nodes & (nodes - 1)) != 0 || node == root.value || ways[node].size() == trees));
      }
    }
  }
}

TEST_CASE("dissemination: a tree passes on what a neighbour repaired", "[unit]") {
  const auto links =
      make_overlay({.nodes = 8, .extra_links = 1, .placement = ExtraLinkPlacement::antipodal});
  const Directory directory = Directory::one_to_one(8);
  const CubePlacement placement{8};
  const auto tree =
      make_dissemination(DisseminationKind::tree, 1, NodeId{4}, {*links, placement, directory});
  CHECK(next(*tree, EndpointId{0}) == Endpoints{{5}, {6}});
  CHECK(next(*tree, EndpointId{3}) == Endpoints{{5}, {6}});
  CHECK(next(*tree, EndpointId{5}) == Endpoints{{6}});
  CHECK(copy(tree->peers()) == Endpoints{{0}, {3}, {5}, {6}});
}

}  // namespace callo
