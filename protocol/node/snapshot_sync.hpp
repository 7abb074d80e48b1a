#pragma once

#include <optional>
#include <set>
#include <vector>

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
  SnapshotSync(Height far_behind, CatchUpLimits limits) : far_behind_{far_behind}, fetch_{limits} {}

  // True when `peer` is to be asked for an offer.
  bool on_claim(MonotonicTime now, EndpointId peer, Height decided, Height next);

  // True when an offer of this peer was asked for and has not come yet.
  bool expects_offer(EndpointId peer) const { return expected_.contains(peer); }

  // Requires expects_offer; `offer` is null when the offer proved false.
  void on_offer(MonotonicTime now, EndpointId peer, std::optional<CheckedOffer> offer);
  void on_piece(MonotonicTime now, EndpointId peer, const SnapshotPiece& piece, const Frame& frame);
  void plan(MonotonicTime now, std::vector<SnapshotFetch::Ask>& out);

  // Blocks need not be asked for meanwhile.
  bool is_under_way(MonotonicTime now) const { return now < until_; }

  bool is_complete() const { return fetch_.is_complete(); }

  Snapshot take(std::string_view chain_id);

  std::optional<MonotonicTime> deadline(MonotonicTime now) const;

  // For those who watch bounds.
  std::size_t held_bytes() const { return fetch_.held_bytes(); }

 private:
  void stop(MonotonicTime now);

  Height far_behind_;
  SnapshotFetch fetch_;
  std::set<EndpointId> asked_;                 // in this attempt
  std::set<EndpointId> expected_;              // of these, no answer yet
  MonotonicTime until_{MonotonicTime::min()};  // without progress this attempt is over
  MonotonicTime not_before_{MonotonicTime::min()};
};

}  // namespace callo
