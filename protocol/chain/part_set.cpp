#include "protocol/chain/part_set.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

CutBlock::CutBlock(BytesView bytes) : bytes_{bytes} {
  CALLO_CHECK(!bytes.empty());
  CALLO_CHECK(bytes.size() <= kBlockBytesMax);
  for (std::size_t start = 0; start < bytes.size(); start += kBlockPartBytes) {
    const std::size_t size = std::min(kBlockPartBytes, bytes.size() - start);
    leaves_.push_back(merkle_leaf(bytes.subspan(start, size)));
  }
  header_ = {static_cast<std::uint32_t>(leaves_.size()), merkle_root(leaves_)};
}

BlockPart CutBlock::part(std::uint32_t index, Height height, Round round) const {
  CALLO_CHECK(index < header_.total);
  const std::size_t start = index * kBlockPartBytes;
  const std::size_t size = std::min(kBlockPartBytes, bytes_.size() - start);
  return {height, round, merkle_proof(leaves_, index), bytes_.subspan(start, size)};
}

std::optional<PartSetHeader> part_set_of(const BlockPart& part) {
  const std::optional<Hash> root = merkle_path_root(part.proof, merkle_leaf(part.bytes));
  if (!root.has_value()) {
    return std::nullopt;
  }
  return PartSetHeader{part.proof.total, *root};
}

PartSet::PartSet(const PartSetHeader& header)
    : header_{header},
      bitmap_((header.total + 63) / 64),
      frames_(header.total),
      pieces_(header.total) {
  CALLO_CHECK(header.total >= 1);
  CALLO_CHECK(header.total <= kBlockPartsMax);
}

void PartSet::add(const BlockPart& part, const Frame& frame) {
  const std::uint32_t index = part.proof.index;
  CALLO_CHECK(index < header_.total);
  CALLO_CHECK(!holds(index));
  frames_[index] = frame;
  pieces_[index] = part.bytes;
  bitmap_[index / 64] |= std::uint64_t{1} << (index % 64);
  ++held_;
}

Bytes PartSet::assemble() const {
  CALLO_CHECK(is_complete());
  std::size_t size = 0;
  for (const BytesView piece : pieces_) {
    size += piece.size();
  }
  Bytes bytes;
  bytes.reserve(size);
  for (const BytesView piece : pieces_) {
    bytes.insert(bytes.end(), piece.begin(), piece.end());
  }
  return bytes;
}

}  // namespace callo
