#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "protocol/node/snapshot.hpp"

namespace callo {

// What a node that joins by a snapshot trusts from the start, and how it checks; all outlive it.
struct TrustBase {
  const LightBlock& genesis;
  const LightOptions& options;
  Verifier& verifier;
};

// Which of the snapshots on offer is proven true: each in the order in which they came, from the
// genesis to the block behind the snapshot, by bisection where the validators have changed. The
// headers between are asked of whoever made the offer; if it stalls or they prove nothing, the next
// offer is tried. Bounded by kOffersMax offers and one bisection.
class OfferProof {
 public:
  static constexpr std::size_t kOffersMax = 6;

  explicit OfferProof(TrustBase trust) : trust_{trust} {}

  bool has_room() const { return waiting_.size() < kOffersMax; }

  bool is_under_way() const { return !waiting_.empty(); }

  // Requires has_room().
  void add(Now now, EndpointId peer, OpenedOffer offer, Work& work);
  // A light block that this peer was asked for came.
  void on_block(Now now, LightBlock block, Work& work);
  // It did not come in time, or is none.
  void on_failure(Now now, Work& work);
  void give_up();

  struct Ask {
    EndpointId peer;
    Height height;
  };

  // The header that is needed next, of whom; null when none is.
  const std::optional<Ask>& needed() const { return needed_; }

  // The offer that is proven, and who made the same; at most once.
  struct Proven {
    OpenedOffer offer;
    std::vector<EndpointId> peers;
  };

  std::optional<Proven> take_proven();

  // For those who watch bounds.
  std::size_t offers() const { return waiting_.size(); }

 private:
  struct Waiting {
    EndpointId peer;
    OpenedOffer offer;
  };

  void begin_next(Now now, Work& work);
  void advance(Now now, LightBlock block, Work& work);

  TrustBase trust_;
  std::deque<Waiting> waiting_;  // the first is the one whose proof is under way
  std::optional<Bisection> bisection_;
  std::optional<Ask> needed_;
  std::optional<Proven> proven_;
};

}  // namespace callo
