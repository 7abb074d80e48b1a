#include "protocol/overlay/routing/message_codec.hpp"

#include "protocol/wire/codec.hpp"

namespace callo {

namespace {

constexpr std::size_t kNodeBytes = 32 + 4;

void write(Writer& out, const NearestRequest& request) {
  out.u32(request.lookup);
  out.hash(request.key.value);
  out.u8(request.count);
}

void write(Writer& out, const NearestReply& reply) {
  out.u32(reply.lookup);
  out.u8(static_cast<std::uint8_t>(reply.nodes.size()));
  for (const Neighbour& node : reply.nodes) {
    out.hash(node.id.value);
    out.u32(node.endpoint.value);
  }
}

NearestRequest read_request(Reader& in) {
  NearestRequest request;
  request.lookup = in.u32();
  request.key.value = in.hash();
  request.count = in.u8();
  if (request.count == 0 || request.count > kNearestPerReplyMax) {
    in.fail();
  }
  return request;
}

NearestReply read_reply(Reader& in) {
  NearestReply reply;
  reply.lookup = in.u32();
  const std::uint8_t count = in.u8();
  if (count > kNearestPerReplyMax || in.remaining() != count * kNodeBytes) {
    in.fail();
    return reply;
  }
  reply.nodes.reserve(count);
  for (std::uint8_t index = 0; index < count; ++index) {
    Neighbour& node = reply.nodes.emplace_back();
    node.id.value = in.hash();
    node.endpoint = {in.u32()};
    node.in_system = true;
  }
  return reply;
}

}  // namespace

Bytes encode_data(const RoutingMessage& message) {
  Writer out{1 + 4 + 1 + kNearestPerReplyMax * kNodeBytes};
  out.u8(static_cast<std::uint8_t>(message.index()));
  std::visit([&out](const auto& content) { write(out, content); }, message);
  return out.take();
}

std::optional<RoutingMessage> decode_routing_message(BytesView data) {
  Reader in{data};
  std::optional<RoutingMessage> message;
  switch (in.u8()) {
    case 0:
      message = read_request(in);
      break;
    case 1:
      message = read_reply(in);
      break;
    default:
      in.fail();
  }
  return in.finished() ? std::move(message) : std::nullopt;
}

}  // namespace callo
