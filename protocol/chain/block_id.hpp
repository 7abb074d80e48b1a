#pragma once

#include <compare>
#include <cstdint>

#include "protocol/base/hash.hpp"
#include "protocol/wire/codec.hpp"

namespace callo {

// How many 64 KiB parts a block was cut into, and the RFC 6962 root over them.
struct PartSetHeader {
  std::uint32_t total{};
  Hash root;
  auto operator<=>(const PartSetHeader&) const = default;
};

// Names a block and its parts; the zero value is nil, the vote for no block.
struct BlockId {
  Hash hash;
  PartSetHeader parts;
  auto operator<=>(const BlockId&) const = default;

  bool is_nil() const { return hash.is_zero(); }
};

// Nil is one byte 0; otherwise 1 | hash | u32 total | root. A non-nil id with a zero hash, zero
// parts or more than kBlockPartsMax is refused.
void encode(Writer& out, const BlockId& id);
BlockId decode_block_id(Reader& in);

}  // namespace callo
