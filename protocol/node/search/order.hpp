#pragma once

#include <optional>
#include <variant>

#include "protocol/base/frame.hpp"
#include "protocol/node/search/item.hpp"

namespace callo {

// What a node's own client hands in and gets back.

// "Find the node with this id."
struct FindNode {
  OverlayId id;
};

// "Read this item."
struct ReadItem {
  ItemKey key;
};

// "Store this with those who are responsible for it."
struct PublishItem {
  ItemKey key;
  Bytes proof;
};

// The client chooses the number; answers carry it.
struct SearchOrder {
  std::uint64_t number{};
  std::variant<FindNode, ReadItem, PublishItem> what;
};

// Text tag | u64 number | u8 kind, in the order of the variant | id | or key | or key, blob proof.
Frame encode_order(const SearchOrder& order);
std::optional<SearchOrder> decode_order(BytesView bytes);

// How it ended. The numbers go into result files: only append.
enum class SearchOutcome : std::uint8_t {
  found = 0,     // proven: the node signed its answer, the item is bound to a header of the chain
  none = 1,      // proven: the key owns no coins
  unproven = 2,  // nobody who answered could show it; it may exist all the same
  stored = 3,    // by at least one of those responsible for it
  refused = 4,   // too much is under way, or a proof to be published that shows nothing
};

struct SearchAnswer {
  std::uint64_t number{};
  SearchOutcome outcome{};
  std::uint16_t hops{};       // from the searcher to the node that answered
  std::uint16_t questions{};  // asked on the way
  std::uint16_t rejected{};   // answers that proved nothing, or something older
  Height height{};            // of the header that proves it
  // The node's endpoint as u32, or content_of the item's proof.
  Bytes content;
};

}  // namespace callo
