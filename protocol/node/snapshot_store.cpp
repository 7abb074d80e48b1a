#include "protocol/node/snapshot_store.hpp"

#include <algorithm>

namespace callo {

void SnapshotStore::add(Snapshot snapshot) {
  held_.push_back({std::move(snapshot), std::nullopt});
  if (held_.size() > kKept) {
    held_.pop_front();
  }
}

const Snapshot* SnapshotStore::newest_below(Height height) const {
  const auto found = std::find_if(held_.rbegin(), held_.rend(), [height](const Held& held) {
    return held.snapshot.height() < height;
  });
  return found == held_.rend() ? nullptr : &found->snapshot;
}

const StatePieces* SnapshotStore::pieces(Height height) {
  const auto found = std::find_if(held_.begin(), held_.end(), [height](const Held& held) {
    return held.snapshot.height() == height;
  });
  if (found == held_.end()) {
    return nullptr;
  }
  if (!found->pieces.has_value()) {
    found->pieces = cut_state(found->snapshot.state);
  }
  return &*found->pieces;
}

}  // namespace callo
