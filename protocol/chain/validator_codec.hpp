#pragma once

#include <optional>

#include "protocol/chain/validator_set.hpp"
#include "protocol/wire/codec.hpp"

namespace callo {

// A set with its priorities and whose turn it is: u32 count, each u32 node | key | i64 power |
// i64 priority; u32 index of the proposer.
void encode(Writer& out, const ValidatorSet& validators);
// Refuses what no set holds: none, nodes out of order or twice, powers below 1 or too large
// together, a proposer that is not there.
std::optional<ValidatorSet> decode_validator_set(Reader& in);

}  // namespace callo
