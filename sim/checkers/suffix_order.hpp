#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/checkers/overlay_snapshot.hpp"

namespace callo::sim {

// Nodes by the last 64 bits of their ids, the last one first: all that share a suffix stand side by
// side. The checkers' own arithmetic of digits; two of a run's ids never share so many bits.
class SuffixOrder {
 public:
  SuffixOrder(const std::vector<const OverlaySnapshotNode*>& nodes, unsigned digit_base)
      : bits_{digit_base == 2   ? 1U
              : digit_base == 4 ? 2U
                                : 4U} {
    for (const OverlaySnapshotNode* const node : nodes) {
      placed_.push_back({reversed(node->id), node});
    }
    std::sort(placed_.begin(), placed_.end(),
              [](const Placed& a, const Placed& b) { return a.key < b.key; });
  }

  std::size_t size() const { return placed_.size(); }

  const OverlaySnapshotNode& node(std::size_t index) const { return *placed_[index].node; }

  // Digit 0 is the last one.
  unsigned digit(std::size_t index, unsigned level) const {
    const std::uint64_t digits = placed_[index].key << (level * bits_);
    unsigned value = 0;
    for (unsigned bit = 0; bit < bits_; ++bit) {
      value |= static_cast<unsigned>((digits >> (63 - bit)) & 1) << bit;
    }
    return value;
  }

  unsigned levels() const { return 64 / bits_; }

  // Null for an id that nobody has.
  const OverlaySnapshotNode* find(const OverlayId& id) const {
    const std::uint64_t key = reversed(id);
    const auto at = std::lower_bound(
        placed_.begin(), placed_.end(), key,
        [](const Placed& placed, std::uint64_t wanted) { return placed.key < wanted; });
    return at == placed_.end() || at->node->id != id ? nullptr : at->node;
  }

 private:
  struct Placed {
    std::uint64_t key;
    const OverlaySnapshotNode* node;
  };

  static std::uint64_t reversed(const OverlayId& id) {
    std::uint64_t key = 0;
    for (unsigned bit = 0; bit < 64; ++bit) {
      const unsigned byte = id.value.bytes[31 - bit / 8];
      key = (key << 1) | ((byte >> (bit % 8)) & 1U);
    }
    return key;
  }

  unsigned bits_;
  std::vector<Placed> placed_;
};

}  // namespace callo::sim
