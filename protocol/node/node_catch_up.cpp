// The part of a node that draws it level with its peers: decided blocks, asked for and served.
#include <algorithm>

#include "protocol/node/node.hpp"

namespace callo {

namespace {

constexpr std::size_t kSealedDecidedMax = 64;

}  // namespace

// Called whenever something may have changed: a claim, a block, a decision, a deadline.
void Node::ask_for_blocks(Now now, Effects& out) {
  if (snapshot_sync_.is_under_way(now.monotonic)) {
    return;
  }
  asks_.clear();
  catch_up_.plan(now.monotonic, tendermint_.height(), asks_);
  for (const CatchUp::Ask& ask : asks_) {
    out.send(ask.peer, seal_own(MessageKind::block_request, encode_data(ask.request), out),
             MessageClass::control);
  }
  if (const auto deadline = catch_up_.deadline(now.monotonic, tendermint_.height())) {
    out.arm(kCatchUpTimer, *deadline);
  }
}

// An honest node has one request under way to a peer; a repeated one is a replay.
Verdict Node::admit_request(Now now, const Envelope& envelope, Effects& out) {
  if (!is_signed_by_sender(envelope, out)) {
    return Verdict::bad_signature;
  }
  return requests_.may_serve(now.monotonic, envelope.header) ? Verdict::accepted : Verdict::stale;
}

Verdict Node::receive_block_request(Now now, EndpointId from, const Envelope& envelope,
                                    Effects& out) {
  const std::optional<BlockRequest> request = decode_block_request(envelope.data);
  if (!request) {
    return Verdict::malformed;
  }
  if (const Verdict verdict = admit_request(now, envelope, out); verdict != Verdict::accepted) {
    return verdict;
  }
  send_decided(from, *request, out);
  return Verdict::accepted;
}

void Node::send_decided(EndpointId peer, const BlockRequest& request, Effects& out) {
  std::size_t bytes = 0;
  std::uint32_t blocks = 0;
  for (; blocks < request.count; ++blocks) {
    const BlockArchive::Entry* const entry = archive_.find(request.first + blocks);
    if (entry == nullptr) {
      break;
    }
    bytes += entry->block.size() + entry->commit.size();
    if (blocks > 0 && bytes > config_.catch_up_bytes_max) {
      break;
    }
    out.send(peer, sealed_decided(request.first + blocks, out), MessageClass::block);
  }
  if (blocks > 0) {
    out.notice(NoticeKind::repaired, blocks);
  }
}

const Frame& Node::sealed_decided(Height height, Effects& out) {
  const auto found = sealed_decided_.find(height);
  if (found != sealed_decided_.end()) {
    return found->second;
  }
  const BlockArchive::Entry& entry = *archive_.find(height);
  const Bytes data = encode_data(DecidedBlock{height, entry.block.bytes(), entry.commit.bytes()});
  if (sealed_decided_.size() >= kSealedDecidedMax) {
    sealed_decided_.erase(sealed_decided_.begin());
  }
  return sealed_decided_.insert_or_assign(height, seal_own(MessageKind::decided_block, data, out))
      .first->second;
}

// Self-certifying: the commit proves the block, so the envelope's own signature is not needed. Only
// what was asked for is looked at.
Verdict Node::receive_decided(Now now, const Received& input, const Envelope& envelope,
                              Effects& out) {
  const std::optional<DecidedBlock> decided = decode_decided_block(envelope.data);
  if (!decided) {
    return Verdict::malformed;
  }
  if (!catch_up_.on_block(now.monotonic, input.from, decided->height, input.frame,
                          tendermint_.height())) {
    return Verdict::stale;
  }
  const Verdict verdict = apply_held(now, out);
  ask_for_blocks(now, out);
  return verdict;
}

// Applies what has come, in order, up to the first gap or the first block that proves false.
Verdict Node::apply_held(Now now, Effects& out) {
  Verdict verdict = Verdict::accepted;
  while (verdict == Verdict::accepted) {
    const Height height = tendermint_.height();
    const Frame frame = catch_up_.held(height);
    if (!frame) {
      break;
    }
    verdict = apply_decided(now, *decode_decided_block(open_envelope(frame.bytes())->data), out);
    if (verdict == Verdict::accepted) {
      catch_up_.on_accepted(height);
    } else {
      catch_up_.on_refused(now.monotonic, height);
    }
  }
  return verdict;
}

// A block under the wrong height is as false as one with a bad commit.
Verdict Node::apply_decided(Now now, const DecidedBlock& decided, Effects& out) {
  const std::optional<Commit> commit = decode_commit(decided.commit);
  if (!commit) {
    return Verdict::malformed;
  }
  if (commit->height != decided.height) {
    return Verdict::bad_content;
  }
  const Mark mark{out.commits.size(), out.evidence.size()};
  const Verdict verdict = tendermint_.receive_decided(now, decided.block, *commit, out);
  after_consensus(now, mark, out);
  return verdict;
}

}  // namespace callo
