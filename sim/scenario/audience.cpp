#include "sim/scenario/audience.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "sim/engine/random_stream.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

class Audience {
 public:
  Audience(const TraitorRole& role, const NodeMap& map, const Cast& cast, std::uint64_t seed)
      : map_{map} {
    for (std::uint32_t node = 0; node < map.nodes(); ++node) {
      if (cast.is_honest(NodeId{node})) {
        by_lot_.push_back(node);
      }
    }
    RandomStream lot{seed, Purpose::of("audience"), Purpose::of(coalition_name(role)).value};
    shuffle(std::span{by_lot_}, lot);
  }

  std::vector<std::uint32_t> resolve(const std::string& selector) const {
    if (!is_audience_word(selector)) {
      return resolve_nodes(map_, {selector});
    }
    if (selector == "even" || selector == "odd") {
      std::vector<std::uint32_t> nodes;
      for (std::uint32_t node = selector == "even" ? 0 : 1; node < map_.nodes(); node += 2) {
        nodes.push_back(node);
      }
      return nodes;
    }
    const std::size_t wanted = selector == "one" ? 1 : (map_.nodes() - 1) / 3;
    const auto size = static_cast<std::ptrdiff_t>(std::min(wanted, by_lot_.size()));
    return {by_lot_.begin(), by_lot_.begin() + size};
  }

 private:
  const NodeMap& map_;
  std::vector<std::uint32_t> by_lot_;
};

}  // namespace

bool is_audience_word(const std::string& selector) {
  constexpr std::array kWords{"even", "odd", "minority", "one"};
  return std::find(kWords.begin(), kWords.end(), selector) != kWords.end();
}

std::set<NodeId> audience_of(const TraitorRole& role, const NodeMap& map, const Cast& cast,
                             std::uint64_t seed) {
  const Audience audience{role, map, cast, seed};
  const NodeSelectors everybody{"all"};
  std::set<NodeId> nodes;
  for (const std::string& selector : role.spec.victims.empty() ? everybody : role.spec.victims) {
    for (const std::uint32_t node : audience.resolve(selector)) {
      nodes.insert(NodeId{node});
    }
  }
  for (const std::string& selector : role.spec.spared) {
    for (const std::uint32_t node : audience.resolve(selector)) {
      nodes.erase(NodeId{node});
    }
  }
  return nodes;
}

std::string coalition_name(const TraitorRole& role) {
  return role.spec.coalition.empty() ? "n" + std::to_string(role.node.value) : role.spec.coalition;
}

}  // namespace callo::sim
