#include "protocol/overlay/membership/overlay_post.hpp"

#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

constexpr std::size_t kPostHeaderBytes = 32 + 4 + 32;

}  // namespace

Frame seal_post(MessageKind kind, std::string_view chain_id, std::uint64_t sequence,
                const PostHeader& header, BytesView body, Signer& signer) {
  CALLO_CHECK(body.size() <= kPostBytesMax);
  Writer data{kPostHeaderBytes + body.size()};
  data.key(header.sender);
  data.u32(header.at.value);
  data.hash(header.receiver.value);
  data.raw(body);
  return seal({chain_id, kind, kNoNode, sequence}, data.view(), signer);
}

PostDefect open_post(const Frame& frame, std::string_view chain_id, EndpointId from,
                     const OverlayId& self, Verifier& verifier, Post& post) {
  if (frame.size() > kPostHeaderBytes + kPostBytesMax + kEnvelopeBytesMax) {
    return PostDefect::malformed;
  }
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  if (!envelope || envelope->header.sender != kNoNode) {
    return PostDefect::malformed;
  }
  Reader in{envelope->data};
  post.header = envelope->header;
  post.sender_key = in.key();
  post.at = EndpointId{in.u32()};
  const OverlayId receiver{in.hash()};
  if (!in.ok()) {
    return PostDefect::malformed;
  }
  post.body = envelope->data.subspan(in.position());
  if (envelope->header.chain_id != chain_id || receiver != self || post.at != from) {
    return PostDefect::misdirected;
  }
  if (!verify_envelope(*envelope, post.sender_key, verifier)) {
    return PostDefect::bad_signature;
  }
  post.sender = overlay_id_of(post.sender_key);
  return PostDefect::none;
}

}  // namespace callo
