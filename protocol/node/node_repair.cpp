// The part of a node that keeps neighbours level: status messages and answers to them.
#include <algorithm>

#include "protocol/node/node.hpp"

namespace callo {

namespace {

// Status intervals without a new height after which a node listens to repeated frames again.
constexpr std::uint32_t kStalledTicks = 4;
// Status intervals between two status messages of a node that exchanges votes and is not stalled.
constexpr std::uint32_t kHeartbeatTicks = 8;
// Whoever asks more often than this many times per status interval is not answered: a status is
// small, an answer may be large.
constexpr std::int64_t kAnswersPerIntervalMax = 16;
// Whom a node asks for their status when it comes up: one that is silent or lies is not enough.
constexpr std::size_t kPeersAskedAtOnce = 3;

}  // namespace

// A frame that was kept and then displaced by a traitor's would stay "seen" for ever and repair
// could not bring it back; while nothing moves, every frame is worth another look.
void Node::listen_again_when_stalled() {
  stalled_ticks_ = tendermint_.height() == height_at_tick_ ? stalled_ticks_ + 1 : 0;
  height_at_tick_ = tendermint_.height();
  if (stalled_ticks_ > 0 && stalled_ticks_ % kStalledTicks == 0) {
    seen_.clear();
  }
}

void Node::on_status_timer(Now now, Effects& out) {
  repair_.tick();
  executor_.intake().mempool().tick();
  listen_again_when_stalled();
  out.arm(kStatusTimer, now.monotonic + config_.status_interval);
  // Whoever exchanges votes asks as soon as it lacks some, so that a slow heartbeat is enough.
  const bool is_heartbeat = ++quiet_ticks_ >= kHeartbeatTicks || stalled_ticks_ >= kStalledTicks;
  const auto peers = environment_.dissemination.peers();
  const std::size_t told = std::min<std::size_t>(config_.status_fanout, peers.size());
  if (told == 0 || (exchange_ && !is_heartbeat)) {
    return;
  }
  quiet_ticks_ = 0;
  const Frame frame = seal_own(MessageKind::status, encode_data(status_with_pending()), out);
  for (std::size_t count = 0; count < told; ++count) {
    out.send(peers[next_status_peer_++ % peers.size()], frame, MessageClass::control);
  }
}

// A new or returned node asks at once.
void Node::on(Now, const PeerUp&, Effects& out) {
  if (config_.status_interval > Duration{0}) {
    const auto peers = environment_.dissemination.peers();
    for (std::size_t asked = 0; asked < std::min(peers.size(), kPeersAskedAtOnce); ++asked) {
      tell_status(peers[next_status_peer_++ % peers.size()], out);
    }
  }
}

void Node::tell_status(EndpointId peer, Effects& out) {
  out.send(peer, seal_own(MessageKind::status, encode_data(repair_.status()), out),
           MessageClass::control);
}

bool Node::is_newer_status(const Envelope& envelope) {
  std::uint64_t& last = last_status_sequence_[envelope.header.sender.value];
  if (envelope.header.sequence <= last) {
    return false;
  }
  last = envelope.header.sequence;
  return true;
}

bool Node::may_answer(Now now, NodeId asker) {
  MonotonicTime& next = next_answer_at_[asker.value];
  if (now.monotonic < next) {
    return false;
  }
  next = now.monotonic + config_.status_interval / kAnswersPerIntervalMax;
  return true;
}

Verdict Node::receive_status(Now now, EndpointId from, const Envelope& envelope, Effects& out) {
  const std::optional<Status> status = decode_status(envelope.data);
  if (!status) {
    return Verdict::malformed;
  }
  if (!is_signed_by_sender(envelope, out)) {
    return Verdict::bad_signature;
  }
  if (!is_newer_status(envelope) || !may_answer(now, envelope.header.sender)) {
    return Verdict::stale;
  }
  // Heights below the one that a peer works on are decided there.
  catch_up_.on_claim(from, std::max<Height>(status->height, 1) - 1, tendermint_.height());
  if (status->height < tendermint_.height()) {
    tell_status(from, out);  // so that the peer learns what to ask for
  } else if (status->height > tendermint_.height()) {
    if (snapshot_sync_.on_claim(now.monotonic, from, status->height - 1, tendermint_.height())) {
      out.send(from, seal_own(MessageKind::snapshot_request, encode_data(SnapshotRequest{}), out),
               MessageClass::control);
      out.arm(kSnapshotTimer, *snapshot_sync_.deadline(now.monotonic));
    }
    ask_for_blocks(now, out);
  } else if (const std::uint32_t sent =
                 repair_.answer(from, *status, out) + send_lacking(from, status->pending, out);
             sent > 0) {
    out.notice(NoticeKind::repaired, sent);
  }
  return Verdict::accepted;
}

}  // namespace callo
