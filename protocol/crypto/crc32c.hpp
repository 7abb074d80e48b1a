#pragma once

#include <cstdint>

#include "protocol/base/bytes.hpp"

namespace callo {

// CRC-32C (Castagnoli 1993; RFC 3720 section 12.1): finds what a disk or a crash does to bytes,
// every error of at most 32 neighbouring bits among it. It stops nobody who writes on purpose:
// whoever can write to a node's disk has its key as well. `seed` is the CRC of what comes before,
// so that crc32c(b, crc32c(a)) is that of a and b together.
std::uint32_t crc32c(BytesView bytes, std::uint32_t seed = 0);

}  // namespace callo
