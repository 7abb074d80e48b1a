// The part of a node that takes snapshots, serves them, and starts from one.
#include <algorithm>
#include <iterator>
#include <optional>

#include "protocol/chain/light_codec.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/node/node.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

// After a decision of a due height. The record stands right behind that of the decision: what the
// engine recorded of the next height in the same step comes after it and is kept.
void Node::take_snapshot_when_due(Effects& out) {
  const Height height = tendermint_.tip().height;
  if (config_.snapshot_interval == 0 || height % config_.snapshot_interval != 0) {
    return;
  }
  const auto decision =
      std::find_if(out.records.rbegin(), out.records.rend(),
                   [](const Record& record) { return record.kind == RecordKind::decision; });
  CALLO_CHECK(decision != out.records.rend());
  const Snapshot snapshot{tendermint_.base(), executor_.ledger().state()};
  const Record record = encode_record(snapshot);
  out.work.hashed_bytes += record.payload.size();
  const auto place = out.records.insert(decision.base(), record);
  if (const std::optional<Record> disk_lost = tendermint_.disk_lost()) {
    out.records.insert(std::next(place), *disk_lost);
  }
  sequences_.reserve(out);
  snapshots_.add(snapshot);
}

Verdict Node::receive_snapshot_request(Now now, EndpointId from, const Envelope& envelope,
                                       Effects& out) {
  const std::optional<SnapshotRequest> request = decode_snapshot_request(envelope.data);
  if (!request) {
    return Verdict::malformed;
  }
  if (const Verdict verdict = admit_request(now, envelope, out); verdict != Verdict::accepted) {
    return verdict;
  }
  if (request->is_for_offer()) {
    offer_snapshot(from, out);
    return Verdict::accepted;
  }
  const StatePieces* const state = snapshots_.pieces(request->height);
  for (std::uint32_t index = 0; state != nullptr && index < request->count; ++index) {
    const std::uint32_t number = request->first + index;
    if (number > state->pieces.size()) {
      break;
    }
    const Bytes data =
        encode_data(SnapshotPiece{request->height, number, state->pieces[number - 1]});
    out.send(from, seal_own(MessageKind::snapshot_piece, data, out), MessageClass::block);
  }
  return Verdict::accepted;
}

// The block after the snapshot's proves it, so the newest of which that is there.
void Node::offer_snapshot(EndpointId peer, Effects& out) {
  const Snapshot* const snapshot = snapshots_.newest_below(archive_.height());
  if (snapshot == nullptr) {
    return;
  }
  const Height height = snapshot->height();
  const BlockArchive::Entry* const last = archive_.find(height);
  const BlockArchive::Entry* const next = archive_.find(height + 1);
  if (last == nullptr || next == nullptr) {
    return;
  }
  const ValidatorSet* const last_validators = tendermint_.validators_of(height);
  if (last_validators == nullptr) {
    return;
  }
  const Bytes data =
      encode_data(SnapshotOffer{{height, last->block.bytes(), last->commit.bytes()},
                                {height + 1, next->block.bytes(), next->commit.bytes()},
                                *last_validators,
                                snapshot->base.validators,
                                snapshot->base.next_validators,
                                snapshots_.pieces(height)->manifest});
  if (data.size() <= kFrameBytesMax - kEnvelopeBytesMax) {
    out.send(peer, seal_own(MessageKind::snapshot_offer, data, out), MessageClass::block);
  }
}

Verdict Node::receive_snapshot_offer(Now now, EndpointId from, const Envelope& envelope,
                                     Effects& out) {
  if (!snapshot_sync_.expects_offer(from)) {
    return Verdict::stale;
  }
  const std::optional<SnapshotOffer> offer = decode_snapshot_offer(envelope.data);
  std::optional<OpenedOffer> opened;
  if (offer) {
    opened = open_offer(*offer, config_.chain_id, config_.consensus.evidence_age, out.work);
  }
  const bool is_news = opened && opened->height() > tendermint_.height();
  const Verdict verdict = !offer    ? Verdict::malformed
                          : !opened ? Verdict::bad_content
                          : is_news ? Verdict::accepted
                                    : Verdict::stale;
  snapshot_sync_.on_offer(now, from, is_news ? std::move(opened) : std::nullopt, out.work);
  ask_for_snapshot(now, out);
  return verdict;
}

// Full nodes ask for headers only to prove a snapshot by them.
Verdict Node::receive_light_block(Now now, EndpointId from, const Envelope& envelope,
                                  Effects& out) {
  if (!snapshot_sync_.expects_light_block(from)) {
    return Verdict::stale;
  }
  std::optional<LightBlock> block = decode_light_block(envelope.data);
  const Verdict verdict = block ? Verdict::accepted : Verdict::malformed;
  out.work.hashed_bytes += envelope.data.size();
  snapshot_sync_.on_light_block(now, std::move(block), out.work);
  ask_for_snapshot(now, out);
  return verdict;
}

Verdict Node::receive_snapshot_piece(Now now, const Received& input, const Envelope& envelope,
                                     Effects& out) {
  const std::optional<SnapshotPiece> piece = decode_snapshot_piece(envelope.data);
  if (!piece) {
    return Verdict::malformed;
  }
  out.work.hashed_bytes += piece->bytes.size();
  snapshot_sync_.on_piece(now.monotonic, input.from, *piece, input.frame);
  ask_for_snapshot(now, out);
  return Verdict::accepted;
}

void Node::ask_for_snapshot(Now now, Effects& out) {
  if (snapshot_sync_.is_complete()) {
    adopt_snapshot(now, out);
    return;
  }
  std::vector<SnapshotFetch::Ask> asks;
  std::optional<OfferProof::Ask> header;
  snapshot_sync_.plan(now, asks, header, out.work);
  if (header) {
    out.send(header->peer,
             seal_own(MessageKind::light_request, encode_data(LightRequest{header->height}), out),
             MessageClass::control);
  }
  for (const SnapshotFetch::Ask& ask : asks) {
    out.send(ask.peer, seal_own(MessageKind::snapshot_request, encode_data(ask.request), out),
             MessageClass::control);
  }
  if (const auto deadline = snapshot_sync_.deadline(now.monotonic); deadline.has_value()) {
    out.arm(kSnapshotTimer, *deadline);
  } else {
    ask_for_blocks(now, out);
  }
}

// The commit of the snapshot's own block stands in the block after it, which proved everything.
void Node::adopt_snapshot(Now now, Effects& out) {
  Snapshot snapshot = snapshot_sync_.take(config_.chain_id);
  snapshot.base.justifications = tendermint_.all_justifications();
  if (snapshot.height() < tendermint_.height()) {
    return;  // consensus was faster
  }
  out.records.push_back(encode_record(snapshot));
  out.work.hashed_bytes += out.records.back().payload.size();
  if (const std::optional<Record> disk_lost = tendermint_.disk_lost()) {
    out.records.push_back(*disk_lost);
  }
  sequences_.reserve(out);
  out.notice(NoticeKind::adopted_snapshot, snapshot.height());
  executor_.restore(snapshot.state, out.work);
  archive_.restart(snapshot.height(), snapshot.base.block,
                   make_frame(encode(snapshot.base.commit)));
  snapshots_.add(snapshot);
  const Mark mark{out.commits.size(), out.evidence.size()};
  tendermint_.resume_behind(now, snapshot.base, out);
  after_consensus(now, mark, out);
  ask_for_blocks(now, out);
}

void Node::start_from(const Record& record, Work& work) {
  const Snapshot snapshot =
      decode_snapshot(record, config_.chain_id, config_.consensus.evidence_age);
  executor_.restore(snapshot.state, work);
  archive_.restart(snapshot.height(), snapshot.base.block,
                   make_frame(encode(snapshot.base.commit)));
  tendermint_.restore(snapshot.base);
  snapshots_.add(snapshot);
}

}  // namespace callo
