#include "sim/adversary/strategy.hpp"

#include <algorithm>
#include <numeric>

#include "sim/traitors/draw.hpp"

namespace callo::sim {

bool Strategy::carries(const SeenPacket& packet, MessageKind kind) {
  return std::any_of(packet.said.begin(), packet.said.end(),
                     [kind](const Said& said) { return said.kind == kind; });
}

bool Strategy::carries_from(const SeenPacket& packet, MessageKind kind, NodeId author) {
  return std::any_of(packet.said.begin(), packet.said.end(),
                     [&](const Said& said) { return said.kind == kind && said.author == author; });
}

std::vector<bool> Strategy::draw_nodes(std::uint32_t count) {
  std::vector<std::uint32_t> order(hands_.nodes());
  std::iota(order.begin(), order.end(), 0u);
  shuffle(std::span{order}, hands_.random());
  std::vector<bool> drawn(order.size(), false);
  for (std::uint32_t i = 0; i < count; ++i) {
    drawn[order[i]] = true;
  }
  return drawn;
}

}  // namespace callo::sim
