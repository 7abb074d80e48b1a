#include "sim/traitors/copy_lie.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "protocol/overlay/membership/entry_messages.hpp"
#include "protocol/overlay/membership/overlay_post.hpp"
#include "protocol/wire/codec.hpp"

namespace callo::sim {

namespace {

constexpr std::uint32_t kSliceEntries = 16;

std::vector<CopyEntry> in_order(const std::vector<Neighbour>& nodes) {
  std::vector<CopyEntry> entries;
  for (const Neighbour& node : nodes) {
    entries.push_back({node.id, node.endpoint});
  }
  std::sort(entries.begin(), entries.end(),
            [](const CopyEntry& a, const CopyEntry& b) { return is_before_by_suffix(a.id, b.id); });
  return entries;
}

}  // namespace

CopyLie::CopyLie(const TraitorContext& context, CopyLieKind kind)
    : Behaviour{context}, kind_{kind} {}

void CopyLie::rewrite(const Turn& turn, Effects& out) {
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    Frame lie;
    if (envelope && envelope->header.kind == MessageKind::entry &&
        is_triggered(turn.now, *envelope)) {
      lie = lie_for(turn, send.frame, out);
    }
    count_fired(lie ? 1 : 0);
    out.send(targets, lie ? lie : send.frame, send.message_class);
  });
}

Frame CopyLie::lie_for(const Turn& turn, const Frame& frame, Effects& out) const {
  const Envelope envelope = *open_envelope(frame.bytes());
  Reader in{envelope.data};
  const PublicKey key = in.key();
  const EndpointId at{in.u32()};
  const OverlayId receiver{in.hash()};
  const std::optional<EntryMessage> message =
      in.ok() ? decode_entry_message(envelope.data.subspan(in.position())) : std::nullopt;
  const auto* const reply = message ? std::get_if<EntryReply>(&*message) : nullptr;
  if (reply == nullptr || context().accomplices.empty()) {
    return {};
  }
  CopySlice slice = reply->slice;
  const std::vector<CopyEntry> accomplices = in_order(context().accomplices);
  if (kind_ == CopyLieKind::no_proof) {
    for (std::size_t i = 0; i < std::min(accomplices.size(), slice.entries.size()); ++i) {
      slice.entries[i] = accomplices[i];
    }
  } else {
    ++out.work.signatures;
    slice = MembershipCopy{accomplices, slice.head.version, turn.now.calendar, context().chain_id,
                           context().signer}
                .slice_around(receiver, kSliceEntries);
    if (kind_ == CopyLieKind::no_signature) {
      slice.head.signature.bytes[0] ^= 1;
    }
  }
  ++out.work.signatures;
  return seal_post(MessageKind::entry, context().chain_id, envelope.header.sequence,
                   {key, at, receiver}, encode_data(EntryMessage{EntryReply{std::move(slice)}}),
                   context().signer);
}

void Accomplice::rewrite(const Turn&, Effects& out) {
  count_fired(out.sends.size());
}

}  // namespace callo::sim
