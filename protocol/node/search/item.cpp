#include "protocol/node/search/item.hpp"

#include <algorithm>

#include "protocol/crypto/sha256.hpp"

namespace callo {

ItemKey ItemKey::block_at(Height height) {
  ItemKey key{ItemKind::block_by_height, {}};
  for (std::size_t byte = 0; byte < sizeof(Height); ++byte) {
    key.name.bytes[byte] = static_cast<std::uint8_t>(height >> (8 * byte));
  }
  return key;
}

Height ItemKey::height() const {
  Height height = 0;
  for (std::size_t byte = 0; byte < sizeof(Height); ++byte) {
    height |= Height{name.bytes[byte]} << (8 * byte);
  }
  return height;
}

OverlayId place_of(const ItemKey& key) {
  Writer out{64};
  out.text("callo/item/1");
  encode(out, key);
  return {sha256(out.view())};
}

void encode(Writer& out, const ItemKey& key) {
  out.u8(static_cast<std::uint8_t>(key.kind));
  out.hash(key.name);
}

ItemKey decode_item_key(Reader& in) {
  const std::uint8_t kind = in.u8();
  const ItemKey key{static_cast<ItemKind>(kind), in.hash()};
  const auto behind = key.name.bytes.begin() + sizeof(Height);
  if (kind > kItemKindMax ||
      (key.kind == ItemKind::block_by_height &&
       std::any_of(behind, key.name.bytes.end(), [](std::uint8_t byte) { return byte != 0; }))) {
    in.fail();
  }
  return key;
}

}  // namespace callo
