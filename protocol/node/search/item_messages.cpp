#include "protocol/node/search/item_messages.hpp"

#include "protocol/overlay/routing/messages.hpp"

namespace callo {

namespace {

static_assert(kItemMessageFirst == std::variant_size_v<RoutingMessage>);

void write(Writer& out, const ItemRequest& request) {
  out.u32(request.read);
  encode(out, request.key);
}

void write(Writer& out, const ItemReply& reply) {
  out.u32(reply.read);
  out.blob(reply.proof);
}

void write(Writer& out, const ItemHandover& handover) {
  encode(out, handover.key);
  out.blob(handover.proof);
}

Bytes read_encoded(Reader& in) {
  const BytesView proof = in.blob(kItemBytesMax);
  return {proof.begin(), proof.end()};
}

ItemMessage read_message(Reader& in) {
  switch (in.u8()) {
    case kItemMessageFirst: {
      const std::uint32_t read = in.u32();
      return ItemRequest{read, decode_item_key(in)};
    }
    case kItemMessageFirst + 1: {
      const std::uint32_t read = in.u32();
      return ItemReply{read, read_encoded(in)};
    }
    case kItemMessageFirst + 2: {
      const ItemKey key = decode_item_key(in);
      return ItemHandover{key, read_encoded(in)};
    }
    default:
      in.fail();
      return {};
  }
}

}  // namespace

Bytes encode_data(const ItemMessage& message) {
  Writer out{64};
  out.u8(static_cast<std::uint8_t>(kItemMessageFirst + message.index()));
  std::visit([&out](const auto& content) { write(out, content); }, message);
  return out.take();
}

std::optional<ItemMessage> decode_item_message(BytesView data) {
  Reader in{data};
  ItemMessage message = read_message(in);
  return in.finished() ? std::optional{std::move(message)} : std::nullopt;
}

}  // namespace callo
