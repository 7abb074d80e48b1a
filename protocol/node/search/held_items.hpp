#pragma once

#include <map>
#include <optional>

#include "protocol/node/search/item.hpp"

namespace callo {

struct HeldItem {
  Bytes proof;      // encoded
  Height height{};  // of its header: of two proofs the later one is kept
  OverlayId place;
  // Of the nodes that were the nearest to the place when it was last handed over.
  std::uint64_t handed_to{};
};

// What a node keeps for others, with its proofs. Bounded: with no room left what stands farthest
// from the node goes, for somebody nearer is responsible for that.
class HeldItems {
 public:
  // At least one item of the largest size fits.
  HeldItems(const OverlayId& owner, std::size_t bytes_max) : owner_{owner}, bytes_max_{bytes_max} {}

  // Contract: the proof shows the item and its header is trusted. False when a later one is held,
  // or this one.
  bool put(const ItemKey& key, Height height, BytesView proof);

  const HeldItem* find(const ItemKey& key) const;

  // By key; only what was handed over may be changed.
  std::map<ItemKey, HeldItem>& items() { return items_; }

  std::size_t size() const { return items_.size(); }

  std::size_t bytes() const { return bytes_; }

 private:
  void make_room();

  OverlayId owner_;
  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::map<ItemKey, HeldItem> items_;
};

}  // namespace callo
