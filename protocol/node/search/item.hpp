#pragma once

#include <compare>
#include <cstdint>

#include "protocol/base/ids.hpp"
#include "protocol/base/keys.hpp"
#include "protocol/overlay/membership/overlay_id.hpp"
#include "protocol/wire/codec.hpp"

namespace callo {

// What can be searched for. The numbers go into messages: only append.
enum class ItemKind : std::uint8_t {
  block_by_height = 0,
  block_by_hash = 1,
  transaction = 2,  // by its id
  coins = 3,        // all unspent coins of a key
};
inline constexpr std::uint8_t kItemKindMax = 3;

// Names an item: a block's hash, a transaction's id, an owner's key, or a height (little-endian in
// the first eight bytes, all others zero).
struct ItemKey {
  ItemKind kind{};
  Hash name;
  auto operator<=>(const ItemKey&) const = default;

  static ItemKey block_at(Height height);

  static ItemKey block(const Hash& hash) { return {ItemKind::block_by_hash, hash}; }

  static ItemKey transaction(const Hash& id) { return {ItemKind::transaction, id}; }

  static ItemKey coins_of(const PublicKey& owner) { return {ItemKind::coins, {owner.bytes}}; }

  // Contract: of a block by height.
  Height height() const;

  // Contract: of coins.
  PublicKey owner() const { return {name.bytes}; }
};

// Where the item belongs: SHA-256 of text tag | u8 kind | name. Responsible for it are the members
// whose ids are nearest to its place (protocol/overlay/routing/distance.hpp); a place is a hash, so
// that nobody chooses who that is without grinding keys.
OverlayId place_of(const ItemKey& key);

// u8 kind | name
void encode(Writer& out, const ItemKey& key);
ItemKey decode_item_key(Reader& in);

}  // namespace callo
