#include "sim/scenario/selectors.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "protocol/base/check.hpp"
#include "sim/scenario/suggestion.hpp"

namespace callo::sim {

namespace {

constexpr const char* kLocalCity = "local";
constexpr const char* kAllNodes = "all";

// The number of "n12"; cities never look like this.
std::optional<std::uint64_t> node_number(const std::string& selector) {
  std::uint64_t number = 0;
  const char* end = selector.data() + selector.size();
  if (selector.size() < 2 || selector[0] != 'n') {
    return std::nullopt;
  }
  const auto [stop, error] = std::from_chars(selector.data() + 1, end, number);
  // Digits that do not fit a number name a node that does not exist, not a city.
  return stop != end            ? std::nullopt
         : error == std::errc{} ? std::optional(number)
                                : std::optional(std::uint64_t{UINT64_MAX});
}

}  // namespace

NodeMap::NodeMap(const NetworkSpec& network) {
  if (network.cities.empty()) {
    cities_.emplace_back(kLocalCity);
    city_of_.assign(network.topology.nodes, 0);
    return;
  }
  for (const auto& [city, count] : network.cities) {  // a map: in byte order of the names
    city_of_.insert(city_of_.end(), count, static_cast<std::uint32_t>(cities_.size()));
    cities_.push_back(city);
  }
}

std::vector<std::uint32_t> NodeMap::nodes_of(std::uint32_t city_index) const {
  std::vector<std::uint32_t> result;
  for (std::uint32_t node = 0; node < nodes(); ++node) {
    if (city_of_[node] == city_index) {
      result.push_back(node);
    }
  }
  return result;
}

Result<std::vector<std::uint32_t>> resolve_node(const NodeMap& map, const std::string& selector) {
  if (const std::optional<std::uint64_t> number = node_number(selector)) {
    if (*number < map.nodes()) {
      return std::vector{static_cast<std::uint32_t>(*number)};
    }
    return fail("there is no node '" + selector + "': nodes are n0 to n" +
                std::to_string(map.nodes() - 1));
  }
  std::vector<std::uint32_t> result;
  if (selector == kAllNodes) {
    for (std::uint32_t node = 0; node < map.nodes(); ++node) {
      result.push_back(node);
    }
    return result;
  }
  const auto city = std::find(map.cities().begin(), map.cities().end(), selector);
  if (city == map.cities().end()) {
    const std::string hint = suggest(selector, map.cities());
    return fail("'" + selector + "' matches no node" + (hint.empty() ? "" : ": " + hint));
  }
  return map.nodes_of(static_cast<std::uint32_t>(city - map.cities().begin()));
}

Result<std::vector<DirectedLink>> resolve_link(const NodeMap& map, const std::string& selector) {
  const std::size_t dash = selector.find('-');
  if (dash == std::string::npos) {
    return fail("'" + selector +
                "' is no link; write for instance \"Lagos-Accra\", "
                "\"Lagos->Accra\" or \"n3-n7\"");
  }
  const bool is_one_way = selector.compare(dash, 2, "->") == 0;
  const auto from = resolve_node(map, selector.substr(0, dash));
  const auto to = resolve_node(map, selector.substr(dash + (is_one_way ? 2 : 1)));
  if (!from || !to) {
    return tl::unexpected(from ? to.error() : from.error());
  }
  std::set<DirectedLink> links;
  for (const std::uint32_t a : *from) {
    for (const std::uint32_t b : *to) {
      if (a != b) {
        links.insert({a, b});
        if (!is_one_way) {
          links.insert({b, a});
        }
      }
    }
  }
  if (links.empty()) {
    return fail("'" + selector + "' matches no link between two nodes");
  }
  return std::vector<DirectedLink>(links.begin(), links.end());
}

std::vector<std::uint32_t> resolve_nodes(const NodeMap& map, const NodeSelectors& selectors) {
  std::set<std::uint32_t> result;
  for (const std::string& selector : selectors) {
    const auto nodes = resolve_node(map, selector);
    CALLO_CHECK(nodes.has_value());
    result.insert(nodes->begin(), nodes->end());
  }
  return {result.begin(), result.end()};
}

std::vector<DirectedLink> resolve_links(const NodeMap& map, const LinkSelectors& selectors) {
  std::set<DirectedLink> result;
  for (const std::string& selector : selectors) {
    const auto links = resolve_link(map, selector);
    CALLO_CHECK(links.has_value());
    result.insert(links->begin(), links->end());
  }
  return {result.begin(), result.end()};
}

}  // namespace callo::sim
