#pragma once

#include <optional>
#include <variant>

#include "protocol/node/search/item_proof.hpp"

namespace callo {

// "What do you have of this item?" The number is the asker's.
struct ItemRequest {
  std::uint32_t read{};
  ItemKey key;
};

// An encoded ItemProof; empty: nothing.
struct ItemReply {
  std::uint32_t read{};
  Bytes proof;
};

// "You are among those responsible for this." Taken only with its proof.
struct ItemHandover {
  ItemKey key;
  Bytes proof;
};

using ItemMessage = std::variant<ItemRequest, ItemReply, ItemHandover>;

// Kinds below it are those of RoutingMessage: both travel as MessageKind::search.
inline constexpr std::uint8_t kItemMessageFirst = 2;

// Canonical. The first byte is the kind, from kItemMessageFirst in the order of ItemMessage.
// ItemRequest: u32 read | key. ItemReply: u32 read | blob. ItemHandover: key | blob.
Bytes encode_data(const ItemMessage& message);
std::optional<ItemMessage> decode_item_message(BytesView data);

}  // namespace callo
