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

// Square 0-1-3-2; node 1 has a twin at endpoint 9.
Directory with_twin() {
  return Directory{
      {{EndpointId{0}}, {EndpointId{1}, EndpointId{9}}, {EndpointId{2}}, {EndpointId{3}}}};
}

}  // namespace

TEST_CASE("dissemination: flood sends to all neighbours when the frame is its own", "[unit]") {
  const auto links = make_overlay({.nodes = 8});
  const Directory directory = Directory::one_to_one(8);
  const auto flood = make_dissemination(DisseminationKind::flood, NodeId{5}, *links, directory);
  CHECK(copy(flood->first_targets()) == Endpoints{{1}, {4}, {7}});
  CHECK(copy(flood->peers()) == Endpoints{{1}, {4}, {7}});
}

TEST_CASE("dissemination: flood leaves out only the hop when it forwards", "[unit]") {
  const auto links = make_overlay({.nodes = 8});
  const Directory directory = Directory::one_to_one(8);
  const auto flood = make_dissemination(DisseminationKind::flood, NodeId{5}, *links, directory);
  CHECK(sorted(flood->next_targets(EndpointId{1})) == Endpoints{{4}, {7}});
  CHECK(sorted(flood->next_targets(EndpointId{4})) == Endpoints{{1}, {7}});
  CHECK(sorted(flood->next_targets(EndpointId{7})) == Endpoints{{1}, {4}});
  CHECK(sorted(flood->next_targets(EndpointId{6})) == Endpoints{{1}, {4}, {7}});
}

TEST_CASE("dissemination: both twins are served, and the other one when one is the hop", "[unit]") {
  const auto links = make_overlay({.nodes = 4});
  const Directory directory = with_twin();
  const auto flood = make_dissemination(DisseminationKind::flood, NodeId{0}, *links, directory);
  CHECK(copy(flood->first_targets()) == Endpoints{{1}, {2}, {9}});
  CHECK(sorted(flood->next_targets(EndpointId{9})) == Endpoints{{1}, {2}});
}

TEST_CASE("dissemination: direct sends to every other node and forwards nothing", "[unit]") {
  const auto links = make_overlay({.kind = OverlayKind::complete, .nodes = 4});
  const Directory directory = with_twin();
  const auto direct = make_dissemination(DisseminationKind::direct, NodeId{2}, *links, directory);
  CHECK(copy(direct->first_targets()) == Endpoints{{0}, {1}, {9}, {3}});
  CHECK(direct->next_targets(EndpointId{0}).empty());
}

TEST_CASE("dissemination: a flood reaches everybody and crosses each link at most twice",
          "[unit]") {
  for (const std::uint32_t nodes : {2U, 5U, 16U, 37U, 128U}) {
    CAPTURE(nodes);
    const auto links = make_overlay({.nodes = nodes});
    const Directory directory = Directory::one_to_one(nodes);
    std::vector<std::unique_ptr<Dissemination>> flood;
    std::vector<SeenFrames> seen;
    std::size_t link_ends = 0;
    for (std::uint32_t node = 0; node < nodes; ++node) {
      flood.push_back(
          make_dissemination(DisseminationKind::flood, NodeId{node}, *links, directory));
      seen.emplace_back(4, node);
      link_ends += (*links)[node].size();
    }
    const ContentId frame{7, 7};
    std::queue<std::pair<EndpointId, EndpointId>> flying;  // from, to
    std::size_t sent = 0;
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
        send(to, flood[to.value]->next_targets(from));
      }
    }
    CHECK(reached == nodes);
    // Everybody but the originator spares the link it was reached over: 2E - (N - 1) frames.
    CHECK(sent == link_ends - (nodes - 1));
  }
}

}  // namespace callo
