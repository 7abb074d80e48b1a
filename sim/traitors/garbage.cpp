#include "sim/traitors/garbage.hpp"

#include <algorithm>
#include <optional>

#include "protocol/crypto/sha256.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kRandomBytesMax = 512;
// Version and kind are the first two bytes of every envelope; the chain id's length follows.
constexpr std::size_t kKindOffset = 1;
constexpr std::size_t kChainIdOffset = 3;

// Where the u32 length of the data stands, after chain id, u32 sender and u64 sequence.
std::size_t length_offset(const Envelope& envelope) {
  return kChainIdOffset + envelope.header.chain_id.size() + 4 + 8;
}

Bytes bytes_of(const Frame& frame) {
  return {frame.bytes().begin(), frame.bytes().end()};
}

}  // namespace

void Garbage::rewrite(const Turn& turn, Effects& out) {
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    out.send(targets, send.frame, send.message_class);
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    if (!envelope.has_value() || envelope->header.sender != context().self ||
        !is_triggered(turn.now, *envelope)) {
      return;
    }
    const auto kind = static_cast<GarbageKind>(draw_below(context().random, kGarbageKinds));
    const Frame frame = make_frame(make(kind, *envelope, send.frame.bytes(), out));
    out.send(targets, frame, send.message_class);
    ++by_kind_[static_cast<std::size_t>(kind)];
    count_fired();
  });
}

Bytes Garbage::make(GarbageKind kind, const Envelope& envelope, BytesView frame, Effects& out) {
  Random& random = context().random;
  Bytes bytes{frame.begin(), frame.end()};
  Header header = envelope.header;
  switch (kind) {
    case GarbageKind::random_bytes:
      return random_bytes();
    case GarbageKind::truncated:
      bytes.resize(draw_below(random, bytes.size()));
      return bytes;
    case GarbageKind::flipped_bit:
      bytes[draw_below(random, bytes.size())] ^=
          static_cast<std::uint8_t>(1u << draw_below(random, 8));
      return bytes;
    case GarbageKind::huge_count:
      return huge_count(envelope, std::move(bytes), out);
    case GarbageKind::unknown_kind:
      header.kind = static_cast<MessageKind>(kMessageKindMax + 1 +
                                             draw_below(random, UINT8_MAX - kMessageKindMax));
      return resealed(envelope, header, out);
    case GarbageKind::trailing_bytes:
      bytes.resize(bytes.size() + 1 + draw_below(random, 16));
      return bytes;
    case GarbageKind::wrong_chain:
      header.chain_id = header.chain_id == "elsewhere" ? "nowhere" : "elsewhere";
      return resealed(envelope, header, out);
    case GarbageKind::wrong_sender:
      header.sender.value ^= 1;
      return resealed(envelope, header, out);
  }
  return bytes;
}

Bytes Garbage::huge_count(const Envelope& envelope, Bytes frame, Effects& out) {
  constexpr std::size_t kCountBytes = 4;
  Random& random = context().random;
  if (envelope.data.size() <= kCountBytes || draw_below(random, 2) == 0) {
    std::fill_n(frame.begin() + static_cast<std::ptrdiff_t>(length_offset(envelope)), kCountBytes,
                std::uint8_t{0xff});
    return frame;
  }
  // Properly signed, so that it reaches the decoder of the data.
  Bytes data{envelope.data.begin(), envelope.data.end()};
  const std::uint64_t at = draw_below(random, data.size() - kCountBytes);
  std::fill_n(data.begin() + static_cast<std::ptrdiff_t>(at), kCountBytes, std::uint8_t{0xff});
  return bytes_of(sealed(envelope.header, data, out));
}

Bytes Garbage::random_bytes() {
  Random& random = context().random;
  Bytes bytes(1 + draw_below(random, kRandomBytesMax));
  for (std::uint8_t& byte : bytes) {
    byte = static_cast<std::uint8_t>(random.next());
  }
  // Half of them begin like an envelope, so that the decoder behind the first byte is reached.
  if (bytes.size() > kKindOffset && draw_below(random, 2) == 0) {
    bytes[0] = kEnvelopeVersion;
    bytes[kKindOffset] = static_cast<std::uint8_t>(1 + draw_below(random, kMessageKindMax));
  }
  return bytes;
}

Bytes Garbage::resealed(const Envelope& envelope, const Header& header, Effects& out) {
  return bytes_of(sealed(header, envelope.data, out));
}

}  // namespace callo::sim
