#include "sim/traitors/search_lie.hpp"

#include "protocol/wire/codec.hpp"

namespace callo::sim {

namespace {

struct OpenedPost {
  Envelope envelope;
  PostHeader header;
  BytesView body;
};

std::optional<OpenedPost> open_search(const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  if (!envelope || envelope->header.kind != MessageKind::search) {
    return std::nullopt;
  }
  OpenedPost post{*envelope, {}, {}};
  Reader in{envelope->data};
  post.header.sender = in.key();
  post.header.at = EndpointId{in.u32()};
  post.header.receiver = OverlayId{in.hash()};
  if (!in.ok()) {
    return std::nullopt;
  }
  post.body = envelope->data.subspan(in.position());
  return post;
}

}  // namespace

void SearchLie::rewrite(const Turn& turn, Effects& out) {
  if (const auto* received = std::get_if<Received>(&turn.input)) {
    if (const std::optional<OpenedPost> post = open_search(received->frame)) {
      hear(post->header, post->body);
    }
  }
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const std::optional<OpenedPost> post = open_search(send.frame);
    std::optional<Bytes> said;
    if (post.has_value() && is_triggered(turn.now, post->envelope)) {
      said = lie(post->header, post->body);
    }
    if (!said.has_value()) {
      out.send(targets, send.frame, send.message_class);
      return;
    }
    count_fired();
    if (!said->empty()) {
      ++out.work.signatures;
      const Header& header = post->envelope.header;
      out.send(targets,
               seal_post(header.kind, header.chain_id, header.sequence, post->header, *said,
                         context().signer),
               send.message_class);
    }
  });
}

}  // namespace callo::sim
