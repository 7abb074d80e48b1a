#include "protocol/node/block_archive.hpp"

#include "protocol/base/check.hpp"

namespace callo {

void BlockArchive::append(Height height, Frame block, Frame commit) {
  CALLO_CHECK(height == this->height() + 1);
  entries_.push_back({std::move(block), std::move(commit)});
}

void BlockArchive::restart(Height height, Frame block, Frame commit) {
  CALLO_CHECK(height > 0);
  entries_.clear();
  before_first_ = height - 1;
  append(height, std::move(block), std::move(commit));
}

const BlockArchive::Entry* BlockArchive::find(Height height) const {
  return height > before_first_ && height <= this->height() ? &entries_[height - before_first_ - 1]
                                                            : nullptr;
}

}  // namespace callo
