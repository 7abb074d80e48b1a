#include "protocol/overlay/membership/message_codec.hpp"

#include <array>
#include <utility>

#include "protocol/wire/codec.hpp"

namespace callo {

namespace {

constexpr std::size_t kNeighbourBytes = 32 + 4 + 1;
constexpr std::size_t kMostBytes = 64;  // of most messages

void write(Writer& out, const Neighbour& node) {
  out.hash(node.id.value);
  out.u32(node.endpoint.value);
  out.boolean(node.in_system);
}

void write(Writer& out, const std::vector<Neighbour>& nodes) {
  out.u32(static_cast<std::uint32_t>(nodes.size()));
  for (const Neighbour& node : nodes) {
    write(out, node);
  }
}

void write(Writer& out, const CopyRequest& request) {
  out.u32(request.level);
}

void write(Writer& out, const CopyReply& reply) {
  out.boolean(reply.in_system);
  write(out, reply.neighbours);
}

void write(Writer&, const JoinWait&) {}

void write(Writer& out, const JoinWaitReply& reply) {
  out.boolean(reply.stored);
  out.u32(reply.level);
  write(out, reply.neighbours);
}

void write(Writer& out, const JoinNotification& notification) {
  out.u32(notification.level);
  write(out, notification.neighbours);
}

void write(Writer& out, const JoinNotificationReply& reply) {
  out.boolean(reply.stored);
  out.boolean(reply.unheard);
  write(out, reply.neighbours);
}

void write(Writer& out, const SpecialNotification& special) {
  write(out, special.joiner);
  write(out, special.unheard);
}

void write(Writer& out, const SpecialNotificationReply& reply) {
  out.hash(reply.unheard.value);
}

void write(Writer& out, const StoredNotice& notice) {
  out.boolean(notice.in_system);
}

void write(Writer&, const InSystemNotice&) {}

void write(Writer& out, const RepairQuery& query) {
  out.u32(query.level);
  out.u32(query.digit);
}

void write(Writer& out, const RepairReply& reply) {
  out.u32(reply.level);
  out.u32(reply.digit);
  write(out, reply.neighbours);
}

void write(Writer&, const Ping&) {}

void write(Writer& out, const Pong& pong) {
  out.boolean(pong.in_system);
}

void write(Writer& out, const LeaveNotice& notice) {
  write(out, notice.neighbours);
}

void write(Writer&, const LeaveReply&) {}

void write(Writer& out, const RefreshQuery& query) {
  out.u32(query.level);
}

void write(Writer& out, const RefreshReply& reply) {
  write(out, reply.neighbours);
}

Neighbour read_neighbour(Reader& in) {
  Neighbour node;
  node.id.value = in.hash();
  node.endpoint = {in.u32()};
  node.in_system = in.boolean();
  return node;
}

std::vector<Neighbour> read_neighbours(Reader& in) {
  const std::uint32_t count = in.count(kNeighboursPerMessageMax);
  std::vector<Neighbour> nodes;
  if (in.ok() && count <= in.remaining() / kNeighbourBytes) {
    nodes.reserve(count);
    for (std::uint32_t index = 0; index < count; ++index) {
      nodes.push_back(read_neighbour(in));
    }
  } else {
    in.fail();
  }
  return nodes;
}

std::uint16_t read_level(Reader& in) {
  const std::uint32_t level = in.u32();
  if (level > Digits::kIdBits) {
    in.fail();
  }
  return static_cast<std::uint16_t>(level);
}

void read(Reader& in, CopyRequest& request) {
  request.level = read_level(in);
}

void read(Reader& in, CopyReply& reply) {
  reply.in_system = in.boolean();
  reply.neighbours = read_neighbours(in);
}

void read(Reader&, JoinWait&) {}

void read(Reader& in, JoinWaitReply& reply) {
  reply.stored = in.boolean();
  reply.level = read_level(in);
  reply.neighbours = read_neighbours(in);
}

void read(Reader& in, JoinNotification& notification) {
  notification.level = read_level(in);
  notification.neighbours = read_neighbours(in);
}

void read(Reader& in, JoinNotificationReply& reply) {
  reply.stored = in.boolean();
  reply.unheard = in.boolean();
  reply.neighbours = read_neighbours(in);
}

void read(Reader& in, SpecialNotification& special) {
  special.joiner = read_neighbour(in);
  special.unheard = read_neighbour(in);
}

void read(Reader& in, SpecialNotificationReply& reply) {
  reply.unheard.value = in.hash();
}

void read(Reader& in, StoredNotice& notice) {
  notice.in_system = in.boolean();
}

void read(Reader&, InSystemNotice&) {}

void read(Reader& in, RepairQuery& query) {
  query.level = read_level(in);
  query.digit = read_level(in);
}

void read(Reader& in, RepairReply& reply) {
  reply.level = read_level(in);
  reply.digit = read_level(in);
  reply.neighbours = read_neighbours(in);
}

void read(Reader&, Ping&) {}

void read(Reader& in, Pong& pong) {
  pong.in_system = in.boolean();
}

void read(Reader& in, LeaveNotice& notice) {
  notice.neighbours = read_neighbours(in);
}

void read(Reader&, LeaveReply&) {}

void read(Reader& in, RefreshQuery& query) {
  query.level = read_level(in);
}

void read(Reader& in, RefreshReply& reply) {
  reply.neighbours = read_neighbours(in);
}

template <typename Content>
MembershipMessage read_as(Reader& in) {
  Content content;
  read(in, content);
  return content;
}

template <std::size_t... kKinds>
std::optional<MembershipMessage> read_kind(Reader& in, std::size_t kind,
                                           std::index_sequence<kKinds...>) {
  using Read = MembershipMessage (*)(Reader&);
  constexpr std::array<Read, sizeof...(kKinds)> kReads{
      &read_as<std::variant_alternative_t<kKinds, MembershipMessage>>...};
  if (kind >= kReads.size()) {
    return std::nullopt;
  }
  return kReads[kind](in);
}

}  // namespace

void write_data(Writer& out, const MembershipMessage& message) {
  out.u8(static_cast<std::uint8_t>(message.index()));
  std::visit([&out](const auto& content) { write(out, content); }, message);
}

Bytes encode_data(const MembershipMessage& message) {
  Writer out{kMostBytes};
  write_data(out, message);
  return out.take();
}

std::optional<MembershipMessage> decode_membership_message(BytesView data) {
  Reader in{data};
  const std::uint8_t kind = in.u8();
  auto message =
      read_kind(in, kind, std::make_index_sequence<std::variant_size_v<MembershipMessage>>{});
  if (!in.finished()) {
    return std::nullopt;
  }
  return message;
}

}  // namespace callo
