#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "protocol/base/frame.hpp"
#include "protocol/chain/block.hpp"

namespace callo::sim {

// What the latest committed blocks say, decoded once for all who watch: nodes commit the same block
// soon after one another.
class BlockMemo {
 public:
  // Nothing when the bytes are no block. Valid until kRemembered others have been asked for.
  const std::optional<Block>& decoded(const Frame& bytes) {
    for (const Entry& entry : entries_) {
      if (entry.content == bytes.id()) {
        return entry.block;
      }
    }
    Entry& entry = entries_[oldest_];
    oldest_ = (oldest_ + 1) % kRemembered;
    entry = {bytes.id(), decode_block(bytes.bytes())};
    return entry.block;
  }

 private:
  static constexpr std::size_t kRemembered = 8;

  struct Entry {
    ContentId content;
    std::optional<Block> block;
  };

  std::array<Entry, kRemembered> entries_;
  std::size_t oldest_ = 0;
};

}  // namespace callo::sim
