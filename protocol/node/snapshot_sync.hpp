#pragma once

#include <optional>
#include <set>
#include <vector>

#include "protocol/node/offer_proof.hpp"
#include "protocol/node/snapshot_fetch.hpp"
#include "protocol/node/snapshot_store.hpp"

namespace callo {

// When a node asks for a snapshot instead of blocks: as soon as a peer says that it is ahead by
// more than `far_behind` heights. Whoever says so is asked for an offer, a few peers at most; the
// first offer that proves true is fetched, those that offer the same are its sources. When none
// comes in time, or its pieces stop coming, blocks are fetched, and snapshots are not tried again
// for a while.
class SnapshotSync {
 public:
  // `far_behind` zero: never.
  SnapshotSync(Height far_behind, CatchUpLimits limits, TrustBase trust)
      : far_behind_{far_behind}, proof_{trust}, fetch_{limits} {}

  // True when `peer` is to be asked for an offer.
  bool on_claim(MonotonicTime now, EndpointId peer, Height decided, Height next);

  // True when an offer of this peer was asked for and has not come yet.
  bool expects_offer(EndpointId peer) const { return expected_.contains(peer); }

  // Requires expects_offer; `offer` is null when it is of no use.
  void on_offer(Now now, EndpointId peer, std::optional<OpenedOffer> offer, Work& work);

  // True when a header was asked of this peer and has not come yet.
  bool expects_light_block(EndpointId peer) const {
    return is_header_asked_ && proof_.needed() && proof_.needed()->peer == peer;
  }

  // Requires expects_light_block; null when it is none.
  void on_light_block(Now now, std::optional<LightBlock> block, Work& work);
  void on_piece(MonotonicTime now, EndpointId peer, const SnapshotPiece& piece, const Frame& frame);
  // What to ask for: pieces, and at most one header.
  void plan(Now now, std::vector<SnapshotFetch::Ask>& out, std::optional<OfferProof::Ask>& header,
            Work& work);

  // Blocks need not be asked for meanwhile.
  bool is_under_way(MonotonicTime now) const { return now < until_; }

  bool is_complete() const { return fetch_.is_complete(); }

  Snapshot take(std::string_view chain_id);

  std::optional<MonotonicTime> deadline(MonotonicTime now) const;

  // For those who watch bounds.
  std::size_t held_bytes() const { return fetch_.held_bytes(); }

  std::size_t offers() const { return proof_.offers(); }

 private:
  void begin_proven(MonotonicTime now);
  void stop(MonotonicTime now);

  Height far_behind_;
  OfferProof proof_;
  bool is_header_asked_ = false;
  MonotonicTime header_due_;  // then the next offer is tried
  SnapshotFetch fetch_;
  std::set<EndpointId> asked_;                 // in this attempt
  std::set<EndpointId> expected_;              // of these, no answer yet
  MonotonicTime until_{MonotonicTime::min()};  // without progress this attempt is over
  MonotonicTime not_before_{MonotonicTime::min()};
};

}  // namespace callo
