#include "sim/scenario/selectors.hpp"

#include "sim/scenario/suggestion.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

NodeMap small_map() {
  NetworkSpec network;
  network.cities = {{"Lagos", 2}, {"Accra", 1}, {"nairobi2", 2}};
  return NodeMap(network);
}

TEST_CASE("selectors: nodes are numbered by city in byte order, then within the city") {
  const NodeMap map = small_map();
  CHECK(map.cities() == std::vector<std::string>{"Accra", "Lagos", "nairobi2"});
  CHECK(map.city(0) == "Accra");
  CHECK(map.city(2) == "Lagos");
  CHECK(resolve_nodes(map, {"Lagos", "n0", "n1"}) == std::vector<std::uint32_t>{0, 1, 2});
  CHECK(resolve_nodes(map, {"nairobi2"}) == std::vector<std::uint32_t>{3, 4});
  CHECK(resolve_nodes(map, {"all"}).size() == 5);
}

TEST_CASE("selectors: links are both ways, or one way with an arrow") {
  const NodeMap map = small_map();
  CHECK(resolve_links(map, {"Accra-Lagos"}) ==
        std::vector<DirectedLink>{{0, 1}, {0, 2}, {1, 0}, {2, 0}});
  CHECK(resolve_links(map, {"Accra->Lagos"}) == std::vector<DirectedLink>{{0, 1}, {0, 2}});
  CHECK(resolve_links(map, {"n1-n2"}) == std::vector<DirectedLink>{{1, 2}, {2, 1}});
  CHECK(resolve_links(map, {"Lagos-Lagos"}) == std::vector<DirectedLink>{{1, 2}, {2, 1}});
}

TEST_CASE("selectors: what matches nothing is refused") {
  const NodeMap map = small_map();
  for (const char* text : {"n5", "Lagoss", "", "n", "n-1", "n18446744073709551616"}) {
    CHECK_FALSE(resolve_node(map, text));
  }
  for (const char* text : {"n1-n1", "n1", "-", "->", "Accra-Accra", "Lagos--Accra", "n1-n9"}) {
    INFO(text);
    CHECK_FALSE(resolve_link(map, text));
  }
}

TEST_CASE("suggestion: near words are found, far ones are not") {
  const std::vector<std::string> keys{"extra_links", "nodes", "kind"};
  CHECK(closest("extra_link", keys) == "extra_links");
  CHECK(closest("ndoes", keys) == "nodes");
  CHECK(closest("KIND", keys) == "kind");
  CHECK_FALSE(closest("weather", keys));
  CHECK(suggest("weather", keys) == "there is extra_links, nodes, kind");
}

}  // namespace
}  // namespace callo::sim
