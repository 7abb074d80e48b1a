#include "protocol/chain/block_id.hpp"

#include "protocol/wire/limits.hpp"

namespace callo {

void encode(Writer& out, const BlockId& id) {
  out.boolean(!id.is_nil());
  if (id.is_nil()) {
    return;
  }
  out.hash(id.hash);
  out.u32(id.parts.total);
  out.hash(id.parts.root);
}

BlockId decode_block_id(Reader& in) {
  BlockId id;
  if (!in.boolean()) {
    return id;
  }
  id.hash = in.hash();
  id.parts.total = in.u32();
  id.parts.root = in.hash();
  if (id.is_nil() || id.parts.total == 0 || id.parts.total > kBlockPartsMax) {
    in.fail();
  }
  return in.ok() ? id : BlockId{};
}

}  // namespace callo
