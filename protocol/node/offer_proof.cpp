#include "protocol/node/offer_proof.hpp"

#include <utility>

#include "protocol/base/check.hpp"

namespace callo {

void OfferProof::add(Now now, EndpointId peer, OpenedOffer offer, Work& work) {
  CALLO_CHECK(has_room());
  waiting_.push_back({peer, std::move(offer)});
  begin_next(now, work);
}

void OfferProof::begin_next(Now now, Work& work) {
  while (!bisection_ && !waiting_.empty()) {
    const LightBlock& target = waiting_.front().offer.proof;
    bisection_.emplace(trust_.genesis, target.height());
    advance(now, target, work);
  }
}

// Leaves either a header to ask for, or a proof, or nothing under way.
void OfferProof::advance(Now now, LightBlock block, Work& work) {
  needed_.reset();
  switch (
      bisection_->on_block(std::move(block), trust_.options, now.calendar, trust_.verifier, work)) {
    case Bisection::State::needs_block:
      needed_ = Ask{waiting_.front().peer, bisection_->needed()};
      return;
    case Bisection::State::failed:
      bisection_.reset();
      waiting_.pop_front();
      return;
    case Bisection::State::done:
      proven_ = Proven{waiting_.front().offer, {}};
      for (const Waiting& waiting : waiting_) {
        if (waiting.offer.proof.hash() == proven_->offer.proof.hash()) {
          proven_->peers.push_back(waiting.peer);
        }
      }
      bisection_.reset();
      waiting_.clear();
  }
}

void OfferProof::on_block(Now now, LightBlock block, Work& work) {
  CALLO_CHECK(needed_.has_value());
  advance(now, std::move(block), work);
  begin_next(now, work);
}

void OfferProof::on_failure(Now now, Work& work) {
  CALLO_CHECK(needed_.has_value());
  needed_.reset();
  bisection_.reset();
  waiting_.pop_front();
  begin_next(now, work);
}

void OfferProof::give_up() {
  waiting_.clear();
  bisection_.reset();
  needed_.reset();
  proven_.reset();
}

std::optional<OfferProof::Proven> OfferProof::take_proven() {
  return std::exchange(proven_, std::nullopt);
}

}  // namespace callo
