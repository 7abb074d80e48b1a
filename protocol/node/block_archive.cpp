#include "protocol/node/block_archive.hpp"

#include "protocol/base/check.hpp"

namespace callo {

void BlockArchive::append(Height height, Frame block, Frame commit) {
  CALLO_CHECK(height == entries_.size() + 1);
  entries_.push_back({std::move(block), std::move(commit)});
}

const BlockArchive::Entry* BlockArchive::find(Height height) const {
  return height >= 1 && height <= entries_.size() ? &entries_[height - 1] : nullptr;
}

}  // namespace callo
