#pragma once

#include <optional>

#include "protocol/base/bytes.hpp"
#include "protocol/overlay/membership/messages.hpp"
#include "protocol/wire/codec.hpp"

namespace callo {

// A table of base 16 with five neighbours an entry reaches this at 64 levels.
inline constexpr std::uint32_t kNeighboursPerMessageMax = 4'800;

// Canonical: one encoding for each message. The first byte is the kind, in the order of
// MembershipMessage.
Bytes encode_data(const MembershipMessage& message);
void write_data(Writer& out, const MembershipMessage& message);
std::optional<MembershipMessage> decode_membership_message(BytesView data);

}  // namespace callo
