#include "protocol/node/search/order.hpp"

#include "protocol/crypto/sha256.hpp"
#include "protocol/node/search/item_proof.hpp"

namespace callo {

namespace {

constexpr std::string_view kOrderTag = "callo/search/1";

void write(Writer& out, const FindNode& find) {
  out.hash(find.id.value);
}

void write(Writer& out, const ReadItem& read) {
  encode(out, read.key);
}

void write(Writer& out, const PublishItem& publish) {
  encode(out, publish.key);
  out.blob(publish.proof);
}

Bytes read_bytes(Reader& in) {
  const BytesView view = in.blob(kItemBytesMax);
  return {view.begin(), view.end()};
}

}  // namespace

Frame encode_order(const SearchOrder& order) {
  Writer out{64};
  out.text(kOrderTag);
  out.u64(order.number);
  out.u8(static_cast<std::uint8_t>(order.what.index()));
  std::visit([&out](const auto& content) { write(out, content); }, order.what);
  return make_frame(out.take());
}

std::optional<SearchOrder> decode_order(BytesView bytes) {
  Reader in{bytes};
  if (in.text(kOrderTag.size()) != kOrderTag) {
    return std::nullopt;
  }
  SearchOrder order{in.u64(), {}};
  switch (in.u8()) {
    case 0:
      order.what = FindNode{{in.hash()}};
      break;
    case 1:
      order.what = ReadItem{decode_item_key(in)};
      break;
    case 2: {
      const ItemKey key = decode_item_key(in);
      order.what = PublishItem{key, read_bytes(in)};
      break;
    }
    default:
      in.fail();
  }
  return in.finished() ? std::optional{std::move(order)} : std::nullopt;
}

}  // namespace callo
