// The part of a node that keeps neighbours level: status messages, answers, catching up.
#include <algorithm>

#include "protocol/node/node.hpp"

namespace callo {

namespace {

constexpr std::size_t kSealedDecidedMax = 32;
// Status intervals without a new height after which a node listens to repeated frames again.
constexpr std::uint32_t kStalledTicks = 4;
// Whoever asks more often than this many times per status interval is not answered: a status is
// small, an answer may be large.
constexpr std::int64_t kAnswersPerIntervalMax = 16;

}  // namespace

// A frame that was kept and then displaced by a traitor's would stay "seen" for ever and repair
// could not bring it back; while nothing moves, every frame is worth another look.
void Node::listen_again_when_stalled() {
  stalled_ticks_ = tendermint_.height() == height_at_tick_ ? stalled_ticks_ + 1 : 0;
  height_at_tick_ = tendermint_.height();
  if (stalled_ticks_ >= kStalledTicks) {
    stalled_ticks_ = 0;
    seen_.clear();
  }
}

void Node::on_status_timer(Now now, Effects& out) {
  repair_.tick();
  listen_again_when_stalled();
  out.arm(kStatusTimer, now.monotonic + config_.status_interval);
  const auto peers = environment_.dissemination.peers();
  const std::size_t told = std::min<std::size_t>(config_.status_fanout, peers.size());
  if (told == 0) {
    return;
  }
  const Frame frame = seal_own(now, MessageKind::status, encode_data(repair_.status()), out);
  for (std::size_t count = 0; count < told; ++count) {
    out.send(peers[next_status_peer_++ % peers.size()], frame, MessageClass::control);
  }
}

// A new or returned node asks at once; so does one that learns that it is behind.
void Node::on(Now now, const PeerUp&, Effects& out) {
  if (config_.status_interval > Duration{0}) {
    const auto peers = environment_.dissemination.peers();
    if (!peers.empty()) {
      tell_status(now, peers[next_status_peer_++ % peers.size()], out);
    }
  }
}

void Node::tell_status(Now now, EndpointId peer, Effects& out) {
  ask_again_at_ = tendermint_.height() + config_.catch_up_blocks_max;
  out.send(peer, seal_own(now, MessageKind::status, encode_data(repair_.status()), out),
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
  if (status->height <= archive_.height()) {
    send_decided(now, from, status->height, out);
  } else if (status->height > tendermint_.height()) {
    tell_status(now, from, out);  // which makes the peer send what we lack
  } else if (const std::uint32_t sent = repair_.answer(from, *status, out); sent > 0) {
    out.notice(NoticeKind::repaired, sent);
  }
  return Verdict::accepted;
}

void Node::send_decided(Now now, EndpointId peer, Height from, Effects& out) {
  std::size_t bytes = 0;
  std::uint32_t blocks = 0;
  for (Height height = std::max<Height>(from, 1);
       height <= archive_.height() && blocks < config_.catch_up_blocks_max; ++height, ++blocks) {
    const BlockArchive::Entry& entry = *archive_.find(height);
    bytes += entry.block.size() + entry.commit.size();
    if (blocks > 0 && bytes > config_.catch_up_bytes_max) {
      break;
    }
    out.send(peer, sealed_decided(now, height, out), MessageClass::block);
  }
  out.notice(NoticeKind::repaired, blocks);
}

const Frame& Node::sealed_decided(Now now, Height height, Effects& out) {
  const auto found = sealed_decided_.find(height);
  if (found != sealed_decided_.end()) {
    return found->second;
  }
  const BlockArchive::Entry& entry = *archive_.find(height);
  const Bytes data = encode_data(DecidedBlock{height, entry.block.bytes(), entry.commit.bytes()});
  if (sealed_decided_.size() >= kSealedDecidedMax) {
    sealed_decided_.erase(sealed_decided_.begin());
  }
  return sealed_decided_
      .insert_or_assign(height, seal_own(now, MessageKind::decided_block, data, out))
      .first->second;
}

// Self-certifying: the commit proves the block, so the envelope's own signature is not needed.
Verdict Node::receive_decided(Now now, const Received& input, const Envelope& envelope,
                              Effects& out) {
  const std::optional<DecidedBlock> decided = decode_decided_block(envelope.data);
  if (!decided) {
    return Verdict::malformed;
  }
  if (decided->height > tendermint_.height()) {
    if (decided->height - tendermint_.height() < config_.catch_up_blocks_max) {
      decided_ahead_.insert_or_assign(decided->height, input.frame);
    }
    return Verdict::too_far_ahead;
  }
  const Verdict verdict = apply_decided(now, *decided, out);
  if (verdict == Verdict::accepted) {
    apply_decided_ahead(now, out);
    if (tendermint_.height() >= ask_again_at_) {
      tell_status(now, input.from, out);
    }
  }
  return verdict;
}

Verdict Node::apply_decided(Now now, const DecidedBlock& decided, Effects& out) {
  if (decided.height < tendermint_.height()) {
    return Verdict::stale;
  }
  const std::optional<Commit> commit = decode_commit(decided.commit);
  if (!commit) {
    return Verdict::malformed;
  }
  const Mark mark{out.commits.size(), out.evidence.size()};
  const Verdict verdict = tendermint_.receive_decided(now, decided.block, *commit, out);
  after_consensus(now, mark, out);
  if (verdict == Verdict::accepted) {
    out.notice(NoticeKind::caught_up_block, decided.height);
  }
  return verdict;
}

void Node::apply_decided_ahead(Now now, Effects& out) {
  while (!decided_ahead_.empty() && decided_ahead_.begin()->first <= tendermint_.height()) {
    const Frame frame = decided_ahead_.begin()->second;
    decided_ahead_.erase(decided_ahead_.begin());
    apply_decided(now, *decode_decided_block(open_envelope(frame.bytes())->data), out);
  }
}

}  // namespace callo
