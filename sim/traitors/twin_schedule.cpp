#include "sim/traitors/twin_schedule.hpp"

#include <algorithm>
#include <optional>

#include "protocol/chain/vote_bundle.hpp"
#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/bundled_votes.hpp"

namespace callo::sim {

namespace {

bool is_among(const std::vector<EndpointId>& peers, EndpointId peer) {
  return std::find(peers.begin(), peers.end(), peer) != peers.end();
}

// Where a frame of the consensus belongs. A bundle that answers a status is of its votes' phase.
std::optional<VotePhase> phase_of(const Frame& frame) {
  if (claimed_kind(frame.bytes()) == MessageKind::vote_bundle) {
    const VoteBundlePointer bundle = bundle_in(frame);
    return bundle ? std::optional{bundle->phase} : std::nullopt;
  }
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  VotePhase phase{.type = VoteType::prevote};
  if (!envelope || !read_place(*envelope, phase.height, phase.round)) {
    return std::nullopt;
  }
  if (envelope->header.kind == MessageKind::precommit) {
    phase.type = VoteType::precommit;
  }
  return phase;
}

}  // namespace

TwinSchedule::TwinSchedule(std::vector<TwinRound> rounds, std::set<EndpointId> firsts,
                           std::set<EndpointId> seconds)
    : firsts_{std::move(firsts)}, seconds_{std::move(seconds)} {
  for (TwinRound& round : rounds) {
    const Place place{round.height, round.round};
    rounds_.emplace(place, std::move(round));
  }
}

const std::vector<EndpointId>* TwinSchedule::reach(Side copy, const Frame& frame) const {
  const std::optional<VotePhase> phase = phase_of(frame);
  if (!phase) {
    return nullptr;
  }
  const auto round = rounds_.find({phase->height, phase->round});
  if (round == rounds_.end()) {
    return nullptr;
  }
  const TwinReach& reach = copy == Side::a ? round->second.first : round->second.second;
  return phase->type == VoteType::precommit ? &reach.precommits : &reach.votes;
}

bool TwinSchedule::passes_to(Side copy, EndpointId peer, const Frame& frame) const {
  if (is_with(copy, peer) || are_apart(copy, peer)) {
    return is_with(copy, peer);
  }
  const std::vector<EndpointId>* const peers = reach(copy, frame);
  return peers == nullptr ? copy == Side::a : is_among(*peers, peer);
}

bool TwinSchedule::passes_from(Side copy, EndpointId peer, const Frame& frame) const {
  if (is_with(copy, peer) || are_apart(copy, peer)) {
    return is_with(copy, peer);
  }
  const std::vector<EndpointId>* const peers = reach(copy, frame);
  return peers == nullptr || is_among(*peers, peer);
}

}  // namespace callo::sim
