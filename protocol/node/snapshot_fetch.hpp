#pragma once

#include <optional>
#include <set>
#include <vector>

#include "protocol/node/catch_up.hpp"
#include "protocol/node/snapshot.hpp"

namespace callo {

// The joining side of snapshots: takes an offer that was proven true, then its pieces from all
// peers that have the same snapshot, each checked when it comes; a peer that stalls or sends what
// is false is set aside as in CatchUp, of which this is the second use: pieces are its heights,
// counted from 1. One snapshot at a time; memory is bounded by the state that +2/3 vouched for.
class SnapshotFetch {
 public:
  explicit SnapshotFetch(CatchUpLimits limits) : limits_{limits}, pieces_{limits} {}

  bool is_under_way() const { return offer_.has_value(); }

  Height height() const { return offer_->height(); }

  // The same state, proven by the same block?
  bool is_of(const OpenedOffer& offer) const {
    return is_under_way() && offer_->proof.hash() == offer.proof.hash();
  }

  void begin(OpenedOffer offer);

  // A peer has this snapshot too. If it is set aside meanwhile, it counts again afterwards.
  void on_source(EndpointId peer) { sources_.insert(peer); }

  // True when the piece was asked for and is what it should be.
  bool on_piece(MonotonicTime now, EndpointId peer, const SnapshotPiece& piece, const Frame& frame);

  struct Ask {
    EndpointId peer;
    SnapshotRequest request;
  };

  void plan(MonotonicTime now, std::vector<Ask>& out);

  std::optional<MonotonicTime> deadline(MonotonicTime now) const {
    return pieces_.deadline(now, next_);
  }

  std::size_t held_bytes() const { return pieces_.held_bytes(); }

  bool is_complete() const { return is_under_way() && next_ > offer_->pieces.size(); }

  // Requires is_complete(); nothing is under way afterwards.
  Snapshot take(std::string_view chain_id);
  void give_up();

 private:
  CatchUpLimits limits_;
  CatchUp pieces_;
  std::optional<OpenedOffer> offer_;
  std::uint64_t next_ = 1;  // the first piece that is missing
  CoinSet coins_;           // of the pieces before it
  std::set<EndpointId> sources_;
  std::vector<CatchUp::Ask> asks_;
};

}  // namespace callo
