#pragma once

#include <vector>

#include "protocol/base/frame.hpp"
#include "protocol/base/ids.hpp"

namespace callo {

// The decided blocks from some height on, each with a commit that proves it, in their encoding. The
// first is that of height 1, or of the snapshot that the node started from.
class BlockArchive {
 public:
  struct Entry {
    Frame block;
    Frame commit;
  };

  // The last one's.
  Height height() const { return before_first_ + entries_.size(); }

  // Heights come in order, without a gap.
  void append(Height height, Frame block, Frame commit);
  // Forgets all and begins with this block.
  void restart(Height height, Frame block, Frame commit);
  // Null for a height that is not held.
  const Entry* find(Height height) const;

 private:
  Height before_first_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace callo
