#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>

#include "protocol/base/frame.hpp"
#include "protocol/chain/block.hpp"

namespace callo {

// What the parts of a set say. A pure function of the bytes, and the set's root names the bytes.
struct DecodedBlock {
  Frame bytes;
  std::optional<Block> block;  // nullopt: the bytes are no canonical block
  Hash hash;                   // of the header, if there is a block
};

using DecodedBlockPointer = std::shared_ptr<const DecodedBlock>;

DecodedBlockPointer decode_parts(Bytes bytes);

// Remembers the latest decoded blocks. Replicas of one process may share one, so that each block is
// assembled and decoded once; what a replica does is the same with and without.
class DecodedBlocks {
 public:
  explicit DecodedBlocks(std::size_t capacity = 64) : capacity_{capacity} {}

  // Null when not remembered.
  DecodedBlockPointer find(const PartSetHeader& parts) const;
  void insert(const PartSetHeader& parts, DecodedBlockPointer decoded);

 private:
  std::size_t capacity_;
  std::map<PartSetHeader, DecodedBlockPointer> blocks_;
  std::deque<PartSetHeader> oldest_first_;
};

}  // namespace callo
