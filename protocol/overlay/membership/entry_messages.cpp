#include "protocol/overlay/membership/entry_messages.hpp"

#include "protocol/wire/codec.hpp"

namespace callo {

namespace {

constexpr std::size_t kCopyEntryBytes = 32 + 4;

void write(Writer&, const EntryRequest&) {}

void write(Writer& out, const EntryReply& reply) {
  const CopyHead& head = reply.slice.head;
  out.u64(head.version);
  out.time(head.issued);
  out.u32(head.members);
  out.hash(head.root);
  out.signature(head.signature);
  out.u32(reply.slice.first);
  out.u32(static_cast<std::uint32_t>(reply.slice.entries.size()));
  for (const CopyEntry& entry : reply.slice.entries) {
    out.hash(entry.id.value);
    out.u32(entry.endpoint.value);
  }
  out.u32(static_cast<std::uint32_t>(reply.slice.siblings.size()));
  for (const Hash& sibling : reply.slice.siblings) {
    out.hash(sibling);
  }
}

void write(Writer& out, const Registration& registration) {
  write_record(out, registration.record);
}

void write(Writer&, const Registered&) {}

void write(Writer&, const Departure&) {}

void read(Reader&, EntryRequest&) {}

void read(Reader& in, EntryReply& reply) {
  CopyHead& head = reply.slice.head;
  head.version = in.u64();
  head.issued = in.time();
  head.members = in.count(kCopyMembersMax);
  head.root = in.hash();
  head.signature = in.signature();
  reply.slice.first = in.count(kCopyMembersMax);
  const std::uint32_t entries = in.count(kSliceEntriesMax);
  if (entries > in.remaining() / kCopyEntryBytes) {
    in.fail();
  }
  for (std::uint32_t index = 0; index < entries && in.ok(); ++index) {
    const OverlayId id{in.hash()};
    reply.slice.entries.push_back({id, EndpointId{in.u32()}});
  }
  const std::uint32_t siblings = in.count(kSliceSiblingsMax);
  for (std::uint32_t index = 0; index < siblings && in.ok(); ++index) {
    reply.slice.siblings.push_back(in.hash());
  }
}

void read(Reader& in, Registration& registration) {
  registration.record = read_record(in);
}

void read(Reader&, Registered&) {}

void read(Reader&, Departure&) {}

template <typename Content>
EntryMessage read_entry(Reader& in) {
  Content content;
  read(in, content);
  return content;
}

}  // namespace

Bytes encode_data(const EntryMessage& message) {
  Writer out;
  out.u8(static_cast<std::uint8_t>(message.index()));
  std::visit([&out](const auto& content) { write(out, content); }, message);
  return out.take();
}

std::optional<EntryMessage> decode_entry_message(BytesView data) {
  Reader in{data};
  std::optional<EntryMessage> message;
  switch (in.u8()) {
    case 0:
      message = read_entry<EntryRequest>(in);
      break;
    case 1:
      message = read_entry<EntryReply>(in);
      break;
    case 2:
      message = read_entry<Registration>(in);
      break;
    case 3:
      message = read_entry<Registered>(in);
      break;
    case 4:
      message = read_entry<Departure>(in);
      break;
    default:
      return std::nullopt;
  }
  return in.finished() ? std::move(message) : std::nullopt;
}

}  // namespace callo
