#pragma once

#include <cstdint>
#include <optional>

#include "protocol/base/bytes.hpp"
#include "protocol/base/ids.hpp"

namespace callo {

// What a node that is behind asks a peer for: decided blocks, `count` of them from `first` on. The
// answer is a decided_block message each, as many as the peer has and wants to send at once.
struct BlockRequest {
  Height first{};
  std::uint32_t count{};
  bool operator==(const BlockRequest&) const = default;
};

// u64 first | u32 count
Bytes encode_data(const BlockRequest& request);
// Refuses height 0, a count of zero or beyond kBlocksPerRequestMax, and heights that overflow.
std::optional<BlockRequest> decode_block_request(BytesView data);

}  // namespace callo
