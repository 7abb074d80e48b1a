#include "protocol/node/search/held_items.hpp"

#include <algorithm>

#include "protocol/overlay/routing/distance.hpp"

namespace callo {

bool HeldItems::put(const ItemKey& key, Height height, BytesView proof) {
  const auto [at, is_new] = items_.try_emplace(key);
  HeldItem& held = at->second;
  if (is_new) {
    held.place = place_of(key);
  } else if (height <= held.height) {
    return false;
  }
  bytes_ += proof.size() - held.proof.size();
  held.proof.assign(proof.begin(), proof.end());
  held.height = height;
  held.handed_to = 0;
  make_room();
  return true;
}

void HeldItems::make_room() {
  while (bytes_ > bytes_max_ && items_.size() > 1) {
    const auto farthest =
        std::max_element(items_.begin(), items_.end(), [this](const auto& a, const auto& b) {
          return is_nearer(owner_, a.second.place, b.second.place);
        });
    bytes_ -= farthest->second.proof.size();
    items_.erase(farthest);
  }
}

const HeldItem* HeldItems::find(const ItemKey& key) const {
  const auto found = items_.find(key);
  return found == items_.end() ? nullptr : &found->second;
}

}  // namespace callo
