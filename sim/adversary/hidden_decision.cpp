#include "sim/adversary/hidden_decision.hpp"

#include <algorithm>

#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kDecisionsRemembered = 256;

}  // namespace

Wish HiddenDecision::on_packet(const SeenPacket& packet) {
  const bool is_hidden = packet.said.empty()
                             ? decided_alone(packet.from)  // how far it is
                             : std::any_of(packet.said.begin(), packet.said.end(),
                                           [&](const Said& said) { return hides(said, packet); });
  return is_hidden ? Wish::late : Wish::pass;
}

// The newest height is the one that others are at: until they speak of the next one.
bool HiddenDecision::decided_alone(NodeId node) const {
  return !plans_.empty() && plans_.rbegin()->second.decided == node;
}

bool HiddenDecision::hides(const Said& said, const SeenPacket& packet) {
  if (!plans_.empty() && said.height > plans_.rbegin()->first && decided_alone(said.author)) {
    return true;
  }
  const Plan& plan = plan_of(said.height);
  if (said.round != 0) {
    return false;
  }
  const bool is_of_block =
      said.kind == MessageKind::proposal || said.kind == MessageKind::block_part;
  const bool is_of_decided = said.author == plan.decided;
  return plan.is_left_out[packet.to.value] ? is_of_block || is_of_decided
                                           : is_of_decided && said.kind == MessageKind::precommit;
}

const HiddenDecision::Plan& HiddenDecision::plan_of(Height height) {
  const auto [entry, is_new] = plans_.try_emplace(height);
  if (is_new) {
    // The node that decides and those left out are not the same.
    const std::uint32_t left_out = (hands().nodes() - 1) / 3;
    entry->second.is_left_out = draw_nodes(left_out);
    std::uint64_t number = draw_below(hands().random(), hands().nodes() - left_out);
    for (std::uint32_t node = 0; node < hands().nodes(); ++node) {
      if (!entry->second.is_left_out[node] && number-- == 0) {
        entry->second.decided = NodeId{node};
      }
    }
    if (plans_.size() > kDecisionsRemembered && plans_.begin() != entry) {
      plans_.erase(plans_.begin());
    }
  }
  return entry->second;
}

}  // namespace callo::sim
