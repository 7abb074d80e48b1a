#include "protocol/consensus/tendermint/decoded_blocks.hpp"

#include "protocol/crypto/sha256.hpp"

namespace callo {

DecodedBlockPointer decode_parts(Bytes bytes) {
  auto decoded = std::make_shared<DecodedBlock>();
  decoded->block = decode_block(bytes);
  if (decoded->block.has_value()) {
    decoded->hash = block_hash(decoded->block->header);
  }
  decoded->bytes = make_frame(std::move(bytes));
  return decoded;
}

DecodedBlockPointer DecodedBlocks::find(const PartSetHeader& parts) const {
  const auto found = blocks_.find(parts);
  return found == blocks_.end() ? nullptr : found->second;
}

void DecodedBlocks::insert(const PartSetHeader& parts, DecodedBlockPointer decoded) {
  if (!blocks_.try_emplace(parts, std::move(decoded)).second) {
    return;
  }
  oldest_first_.push_back(parts);
  if (oldest_first_.size() > capacity_) {
    blocks_.erase(oldest_first_.front());
    oldest_first_.pop_front();
  }
}

}  // namespace callo
