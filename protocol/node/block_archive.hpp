#pragma once

#include <vector>

#include "protocol/base/frame.hpp"
#include "protocol/base/ids.hpp"

namespace callo {

// The decided blocks from height 1 on, each with a commit that proves it, in their encoding.
class BlockArchive {
 public:
  struct Entry {
    Frame block;
    Frame commit;
  };

  Height height() const { return entries_.size(); }

  // Heights come in order, without a gap.
  void append(Height height, Frame block, Frame commit);
  // Null beyond height().
  const Entry* find(Height height) const;

 private:
  std::vector<Entry> entries_;
};

}  // namespace callo
