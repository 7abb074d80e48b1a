#pragma once

#include <optional>

#include "protocol/base/bytes.hpp"
#include "protocol/base/ids.hpp"

namespace callo {

// A decided block with the commit that proves it, for a peer that is behind. Self-certifying: who
// sends it does not matter. Views into the data it was decoded from.
struct DecidedBlock {
  Height height{};
  BytesView block;
  BytesView commit;
};

// u64 height | blob block | blob commit
Bytes encode_data(const DecidedBlock& decided);
std::optional<DecidedBlock> decode_decided_block(BytesView data);

}  // namespace callo
