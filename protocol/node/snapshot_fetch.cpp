#include "protocol/node/snapshot_fetch.hpp"

#include "protocol/base/check.hpp"
#include "protocol/wire/envelope.hpp"

namespace callo {

void SnapshotFetch::begin(OpenedOffer offer) {
  CALLO_CHECK(!is_under_way());
  offer_ = std::move(offer);
}

// Checked at once, whatever its place, so that a false piece is blamed on its server before more is
// asked of it.
bool SnapshotFetch::on_piece(MonotonicTime now, EndpointId peer, const SnapshotPiece& piece,
                             const Frame& frame) {
  if (!is_under_way() || piece.height != height() ||
      !pieces_.on_block(now, peer, piece.number, frame, next_)) {
    return false;
  }
  if (!decode_piece(piece.bytes, offer_->pieces[piece.number - 1])) {
    pieces_.on_refused(now, piece.number);
    return false;
  }
  while (const Frame held = pieces_.held(next_)) {
    const auto decoded = decode_snapshot_piece(open_envelope(held.bytes())->data);
    const auto coins = decode_piece(decoded->bytes, offer_->pieces[next_ - 1]);
    for (const auto& [outpoint, coin] : *coins) {
      coins_.insert(outpoint, coin);
    }
    pieces_.on_accepted(next_++);
  }
  return true;
}

void SnapshotFetch::plan(MonotonicTime now, std::vector<Ask>& out) {
  for (const EndpointId source : sources_) {
    pieces_.on_claim(source, offer_->pieces.size(), next_);
  }
  asks_.clear();
  pieces_.plan(now, next_, asks_);
  for (const CatchUp::Ask& ask : asks_) {
    out.push_back(
        {ask.peer, {height(), static_cast<std::uint32_t>(ask.request.first), ask.request.count}});
  }
}

// The manifest was that of a decided state and every piece was checked against it, so the parts are
// those of that state.
Snapshot SnapshotFetch::take(std::string_view chain_id) {
  CALLO_CHECK(is_complete());
  std::optional<LedgerState> state =
      LedgerState::from_parts(chain_id, offer_->manifest.rest, std::move(coins_));
  CALLO_CHECK(state.has_value());
  CALLO_CHECK(state->state_hash() == manifest_state_hash(offer_->manifest, chain_id));
  Snapshot snapshot{std::move(offer_->base), std::move(*state)};
  give_up();
  return snapshot;
}

void SnapshotFetch::give_up() {
  pieces_ = CatchUp{limits_};
  offer_.reset();
  sources_.clear();
  next_ = 1;
  coins_ = {};
}

}  // namespace callo
