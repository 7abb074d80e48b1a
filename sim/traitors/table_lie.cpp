#include "sim/traitors/table_lie.hpp"

#include <type_traits>
#include <variant>

#include "protocol/overlay/membership/message_codec.hpp"
#include "protocol/wire/codec.hpp"

namespace callo::sim {

void TableLie::rewrite(const Turn& turn, Effects& out) {
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    std::optional<Bytes> said;
    PostHeader header;
    if (envelope && envelope->header.kind == MessageKind::membership && targets.size() == 1 &&
        is_triggered(turn.now, *envelope)) {
      Reader in{envelope->data};
      header.sender = in.key();
      header.at = EndpointId{in.u32()};
      header.receiver = OverlayId{in.hash()};
      if (in.ok()) {
        said = lies_in(targets.front(), header, envelope->data.subspan(in.position()));
      }
    }
    if (!said.has_value()) {
      out.send(targets, send.frame, send.message_class);
      return;
    }
    count_fired();
    ++out.work.signatures;
    out.send(targets,
             seal_post(MessageKind::membership, envelope->header.chain_id,
                       envelope->header.sequence, header, *said, context().signer),
             send.message_class);
  });
}

std::optional<Bytes> TableLie::lies_in(EndpointId to, const PostHeader& header, BytesView body) {
  Writer changed;
  bool is_changed = false;
  Reader in{body};
  while (in.ok() && in.remaining() > 0) {
    const BytesView bytes = in.blob(kPostBytesMax);
    const std::optional<MembershipMessage> truth = decode_membership_message(bytes);
    if (!in.ok() || !truth) {
      return std::nullopt;
    }
    const std::optional<MembershipMessage> said = lie(to, header, *truth);
    is_changed = is_changed || said.has_value();
    if (said.has_value()) {
      changed.blob(encode_data(*said));
    } else {
      changed.blob(bytes);
    }
  }
  return is_changed ? std::optional{Bytes(changed.view().begin(), changed.view().end())}
                    : std::nullopt;
}

std::vector<Neighbour>* named_in(MembershipMessage& message) {
  return std::visit(
      [](auto& content) -> std::vector<Neighbour>* {
        if constexpr (requires { content.neighbours; }) {
          return &content.neighbours;
        } else {
          return nullptr;
        }
      },
      message);
}

}  // namespace callo::sim
