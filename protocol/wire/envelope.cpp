#include "protocol/wire/envelope.hpp"

#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

constexpr std::size_t kHeaderBytesMax = 3 + kChainIdBytesMax + 4 + 8 + 4;

void write_unsigned(Writer& out, const Header& header, BytesView data) {
  CALLO_CHECK(header.chain_id.size() <= kChainIdBytesMax);
  out.u8(kEnvelopeVersion);
  out.u8(static_cast<std::uint8_t>(header.kind));
  out.text(header.chain_id);
  out.u32(header.sender.value);
  out.u64(header.sequence);
  out.blob(data);
}

}  // namespace

std::optional<Envelope> open_envelope(BytesView bytes) {
  Reader in{bytes};
  Envelope envelope;
  const bool version_known = in.u8() == kEnvelopeVersion;
  const std::uint8_t kind = in.u8();
  envelope.header.kind = static_cast<MessageKind>(kind);
  envelope.header.chain_id = in.text(kChainIdBytesMax);
  envelope.header.sender = NodeId{in.u32()};
  envelope.header.sequence = in.u64();
  envelope.data = in.blob(kFrameBytesMax);
  envelope.signed_bytes = bytes.first(in.position());
  envelope.signature = in.signature();
  const bool kind_known = kind >= 1 && kind <= kMessageKindMax;
  if (!in.finished() || !version_known || !kind_known) {
    return std::nullopt;
  }
  return envelope;
}

bool verify_envelope(const Envelope& envelope, const PublicKey& key, Verifier& verifier) {
  return verifier.verify(key, envelope.signed_bytes, envelope.signature);
}

Bytes encode_unsigned(const Header& header, BytesView data) {
  Writer out{kHeaderBytesMax + data.size()};
  write_unsigned(out, header, data);
  return out.take();
}

Frame seal(const Header& header, BytesView data, Signer& signer) {
  Writer out{kHeaderBytesMax + data.size() + sizeof(Signature)};
  write_unsigned(out, header, data);
  out.signature(signer.sign(out.view()));
  return make_frame(out.take());
}

Frame wrap(const Header& header, BytesView data, const Signature& signature) {
  Writer out{kHeaderBytesMax + data.size() + sizeof(Signature)};
  write_unsigned(out, header, data);
  out.signature(signature);
  return make_frame(out.take());
}

std::optional<MessageKind> claimed_kind(BytesView frame) {
  if (frame.size() < 2 || frame[1] < 1 || frame[1] > kMessageKindMax) {
    return std::nullopt;
  }
  return static_cast<MessageKind>(frame[1]);
}

}  // namespace callo
