#pragma once

#include <optional>
#include <variant>

#include "protocol/base/bytes.hpp"
#include "protocol/overlay/membership/membership_copy.hpp"
#include "protocol/overlay/membership/node_record.hpp"

namespace callo {

// Between a node and a core server. What a server says is good for nothing but the choice of first
// contacts.

// "Where do I begin?"
struct EntryRequest {};

struct EntryReply {
  CopySlice slice;
};

// "I am in the network, and say so again now and then."
struct Registration {
  NodeRecord record;
};

struct Registered {};

// "I leave."
struct Departure {};

using EntryMessage = std::variant<EntryRequest, EntryReply, Registration, Registered, Departure>;

// Canonical. The first byte is the kind, in the order of EntryMessage.
Bytes encode_data(const EntryMessage& message);
std::optional<EntryMessage> decode_entry_message(BytesView data);

}  // namespace callo
