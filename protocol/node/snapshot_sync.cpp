#include "protocol/node/snapshot_sync.hpp"

#include <algorithm>

namespace callo {

namespace {

constexpr std::size_t kSourcesMax = OfferProof::kOffersMax;
constexpr Duration kOfferTimeout = std::chrono::seconds{2};
constexpr Duration kHeaderTimeout = std::chrono::seconds{1};
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

void SnapshotSync::on_offer(Now now, EndpointId peer, std::optional<OpenedOffer> offer,
                            Work& work) {
  expected_.erase(peer);
  if (!offer.has_value() || now.monotonic >= until_) {
    return;
  }
  if (fetch_.is_under_way()) {
    if (fetch_.is_of(*offer)) {
      fetch_.on_source(peer);
    }
  } else if (proof_.has_room()) {
    proof_.add(now, peer, std::move(*offer), work);
    begin_proven(now.monotonic);
  }
}

void SnapshotSync::on_light_block(Now now, std::optional<LightBlock> block, Work& work) {
  is_header_asked_ = false;
  if (block.has_value()) {
    proof_.on_block(now, std::move(*block), work);
  } else {
    proof_.on_failure(now, work);
  }
  begin_proven(now.monotonic);
}

void SnapshotSync::begin_proven(MonotonicTime now) {
  std::optional<OfferProof::Proven> proven = proof_.take_proven();
  if (!proven.has_value()) {
    return;
  }
  fetch_.begin(std::move(proven->offer));
  for (const EndpointId peer : proven->peers) {
    fetch_.on_source(peer);
  }
  until_ = now + kProgressTimeout;
}

void SnapshotSync::on_piece(MonotonicTime now, EndpointId peer, const SnapshotPiece& piece,
                            const Frame& frame) {
  if (fetch_.on_piece(now, peer, piece, frame)) {
    until_ = now + kProgressTimeout;
  }
}

void SnapshotSync::plan(Now now, std::vector<SnapshotFetch::Ask>& out,
                        std::optional<OfferProof::Ask>& header, Work& work) {
  if (is_header_asked_ && now.monotonic >= header_due_) {
    on_light_block(now, std::nullopt, work);
  }
  if (!asked_.empty() && now.monotonic >= until_) {
    stop(now.monotonic);
  }
  if (proof_.needed().has_value() && !is_header_asked_) {
    header = proof_.needed();
    is_header_asked_ = true;
    header_due_ = now.monotonic + kHeaderTimeout;
    until_ = std::max(until_, header_due_ + kHeaderTimeout);
  }
  if (fetch_.is_under_way()) {
    fetch_.plan(now.monotonic, out);
  }
}

void SnapshotSync::stop(MonotonicTime now) {
  fetch_.give_up();
  proof_.give_up();
  is_header_asked_ = false;
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
  const MonotonicTime header = is_header_asked_ ? header_due_ : until_;
  return std::min({fetch_.deadline(now).value_or(until_), header, until_});
}

}  // namespace callo
