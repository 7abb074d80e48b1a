#include "protocol/overlay/seen_frames.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "protocol/base/check.hpp"

namespace callo {

namespace {

constexpr std::size_t kFirstSlots = 64;

}  // namespace

SeenFrames::SeenFrames(std::size_t capacity, std::uint64_t salt)
    : capacity_{std::bit_ceil(capacity)}, salt_{salt} {
  CALLO_CHECK(capacity > 0);
  const std::size_t slots = std::min(kFirstSlots, 2 * capacity_);
  young_.resize(slots);
  old_.resize(slots);
}

// For one more in the young table. At most half of its slots are ever filled, so probing stays
// short and always ends.
void SeenFrames::make_room() {
  if (young_count_ == capacity_) {
    std::swap(young_, old_);
    std::fill(young_.begin(), young_.end(), ContentId{});
    young_count_ = 0;
  }
  if (2 * (young_count_ + 1) <= young_.size()) {
    return;
  }
  Table larger(2 * young_.size());
  for (const ContentId& id : young_) {
    if (id != ContentId{}) {
      larger[slot_of(larger, id)] = id;
    }
  }
  young_ = std::move(larger);
}

// The slot that holds `id`, or the empty one where it belongs.
std::size_t SeenFrames::slot_of(const Table& table, const ContentId& id) const {
  std::uint64_t mixed = (id.low ^ salt_) * 0x9e3779b97f4a7c15ULL;
  mixed = (mixed ^ (mixed >> 32) ^ id.high) * 0xbf58476d1ce4e5b9ULL;
  std::size_t slot = (mixed >> 32) & (table.size() - 1);
  while (table[slot] != ContentId{} && table[slot] != id) {
    slot = (slot + 1) & (table.size() - 1);
  }
  return slot;
}

bool SeenFrames::contains(const ContentId& id) const {
  return id != ContentId{} && (young_[slot_of(young_, id)] == id || old_[slot_of(old_, id)] == id);
}

bool SeenFrames::insert(const ContentId& id) {
  if (id == ContentId{}) {
    return true;
  }
  if (contains(id)) {
    return false;
  }
  make_room();
  young_[slot_of(young_, id)] = id;
  ++young_count_;
  return true;
}

void SeenFrames::clear() {
  std::fill(young_.begin(), young_.end(), ContentId{});
  std::fill(old_.begin(), old_.end(), ContentId{});
  young_count_ = 0;
}

}  // namespace callo
