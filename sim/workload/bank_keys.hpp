#pragma once

#include <cstdint>
#include <string_view>

#include "protocol/base/keys.hpp"

namespace callo::sim {

// The key seed of actor `index` in a role ("bank", "issuer"): SHA-256 of text tag | text role |
// u64 seed | u64 index. Other roles, indices and seeds have unrelated keys.
KeySeed derive_key_seed(std::uint64_t seed, std::string_view role, std::uint64_t index);

}  // namespace callo::sim
