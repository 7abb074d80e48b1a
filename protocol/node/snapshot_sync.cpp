#include "protocol/node/snapshot_sync.hpp"

#include <algorithm>

namespace callo {

namespace {

constexpr std::size_t kSourcesMax = 6;
constexpr Duration kOfferTimeout = std::chrono::seconds{2};
constexpr Duration kProgressTimeout = std::chrono::seconds{10};
constexpr Duration kPauseAfterFailure = std::chrono::seconds{30};

}  // namespace

bool SnapshotSync::on_claim(MonotonicTime now, EndpointId peer, Height decided, Height next) {
  const bool is_far = far_behind_ != 0 && decided >= next && decided - next >= far_behind_;
  if (!is_far || now < not_before_ || asked_.contains(peer) || asked_.size() >= kSourcesMax) {
    return false;
  }
  if (asked_.empty()) {
    until_ = now + kOfferTimeout;
  }
  asked_.insert(peer);
  expected_.insert(peer);
  return true;
}

void SnapshotSync::on_offer(MonotonicTime now, EndpointId peer, std::optional<CheckedOffer> offer) {
  expected_.erase(peer);
  if (!offer.has_value() || now >= until_) {
    return;
  }
  const Height height = offer->base.height;
  if (!fetch_.is_under_way()) {
    fetch_.begin(std::move(*offer));
    until_ = now + kProgressTimeout;
  }
  if (fetch_.height() == height) {
    fetch_.on_source(peer);
  }
}

void SnapshotSync::on_piece(MonotonicTime now, EndpointId peer, const SnapshotPiece& piece,
                            const Frame& frame) {
  if (fetch_.on_piece(now, peer, piece, frame)) {
    until_ = now + kProgressTimeout;
  }
}

void SnapshotSync::plan(MonotonicTime now, std::vector<SnapshotFetch::Ask>& out) {
  if (!asked_.empty() && now >= until_) {
    stop(now);
  }
  if (fetch_.is_under_way()) {
    fetch_.plan(now, out);
  }
}

void SnapshotSync::stop(MonotonicTime now) {
  fetch_.give_up();
  asked_.clear();
  expected_.clear();
  until_ = MonotonicTime::min();
  not_before_ = now + kPauseAfterFailure;
}

Snapshot SnapshotSync::take(std::string_view chain_id) {
  Snapshot snapshot = fetch_.take(chain_id);
  asked_.clear();
  expected_.clear();
  until_ = MonotonicTime::min();
  return snapshot;
}

std::optional<MonotonicTime> SnapshotSync::deadline(MonotonicTime now) const {
  if (!is_under_way(now)) {
    return std::nullopt;
  }
  return std::min({fetch_.deadline(now).value_or(until_), until_});
}

}  // namespace callo
