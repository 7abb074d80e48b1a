#pragma once

#include <deque>
#include <map>
#include <optional>

#include "protocol/node/snapshot.hpp"

namespace callo {

// The last two snapshots that this node took, for peers that are new: two, so that whoever began
// with the older one can finish. A snapshot costs little until somebody asks for its pieces.
class SnapshotStore {
 public:
  static constexpr std::size_t kKept = 2;

  void add(Snapshot snapshot);

  // The newest first.
  const Snapshot* newest_below(Height height) const;

  // For those who watch bounds.
  std::size_t size() const { return held_.size(); }

  // Null when that snapshot is not kept.
  const StatePieces* pieces(Height height);

 private:
  struct Held {
    Snapshot snapshot;
    std::optional<StatePieces> pieces;
  };

  std::deque<Held> held_;  // newest last
};

}  // namespace callo
