#pragma once

#include <optional>

#include "protocol/base/bytes.hpp"
#include "protocol/overlay/routing/messages.hpp"

namespace callo {

// Canonical. The first byte is the kind, in the order of RoutingMessage.
// NearestRequest: u32 lookup | key | u8 count, 1..kNearestPerReplyMax.
// NearestReply: u32 lookup | u8 count, nodes {id, u32 endpoint}. Who is named is in the system.
Bytes encode_data(const RoutingMessage& message);
std::optional<RoutingMessage> decode_routing_message(BytesView data);

}  // namespace callo
