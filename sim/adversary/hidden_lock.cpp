#include "sim/adversary/hidden_lock.hpp"

#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kPlansMax = 256;

}  // namespace

const HiddenLock::Plan& HiddenLock::plan_of(Height height, Round round) {
  const auto [entry, is_new] = plans_.try_emplace({height, round});
  if (is_new) {
    const std::uint32_t quorum = 2 * hands().nodes() / 3 + 1;
    entry->second.is_informed = draw_nodes(quorum);
    std::uint64_t number = draw_below(hands().random(), quorum);
    for (std::uint32_t node = 0; node < hands().nodes(); ++node) {
      if (entry->second.is_informed[node] && number-- == 0) {
        entry->second.locked = NodeId{node};
      }
    }
    if (plans_.size() > kPlansMax && plans_.begin() != entry) {
      plans_.erase(plans_.begin());
    }
  }
  return entry->second;
}

}  // namespace callo::sim
