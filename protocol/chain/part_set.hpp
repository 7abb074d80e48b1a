#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "protocol/base/frame.hpp"
#include "protocol/chain/block_id.hpp"
#include "protocol/chain/vote.hpp"

namespace callo {

// An encoded block cut into parts of kBlockPartBytes, the last one shorter. Views the bytes.
class CutBlock {
 public:
  // 1 to kBlockBytesMax bytes.
  explicit CutBlock(BytesView bytes);

  const PartSetHeader& header() const { return header_; }

  // The part as a message of (height, round), with its audit path.
  BlockPart part(std::uint32_t index, Height height, Round round) const;

 private:
  BytesView bytes_;
  std::vector<Hash> leaves_;
  PartSetHeader header_;
};

// The part set a part belongs to, by its own audit path: a part proves its root, so it needs no
// proposal to be told apart from the parts of other blocks. nullopt for an impossible path.
std::optional<PartSetHeader> part_set_of(const BlockPart& part);

// Collects the parts of one block. Every part held has proven that it belongs to header().root, so
// the assembled bytes are the ones that were cut, whoever sent the parts.
class PartSet {
 public:
  explicit PartSet(const PartSetHeader& header);

  const PartSetHeader& header() const { return header_; }

  bool holds(std::uint32_t index) const { return index < header_.total && bool(frames_[index]); }

  bool is_complete() const { return held_ == header_.total; }

  std::uint32_t held() const { return held_; }

  // One bit per part, lowest index in the lowest bit.
  const std::vector<std::uint64_t>& bitmap() const { return bitmap_; }

  // Requires holds(index).
  const Frame& frame(std::uint32_t index) const { return frames_[index]; }

  // Requires part_set_of(part) == header(), !holds(index) and that `part.bytes` views `frame`.
  void add(const BlockPart& part, const Frame& frame);
  // Requires is_complete().
  Bytes assemble() const;

 private:
  PartSetHeader header_;
  std::uint32_t held_ = 0;
  std::vector<std::uint64_t> bitmap_;
  std::vector<Frame> frames_;  // keep alive what pieces_ views
  std::vector<BytesView> pieces_;
};

}  // namespace callo
