#include "sim/checkers/rounds_joined.hpp"

#include <algorithm>

#include "protocol/chain/vote_bundle.hpp"
#include "protocol/wire/codec.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kHeightsHeardOf = 16;
// A proposal and two votes each: what any node has room for of one validator.
constexpr Round kRoundsAheadWithRoom = 4;

}  // namespace

RoundsJoined::RoundsJoined(const CheckContext& context)
    : Checker{kClaim, kRecords | kArrivals | kBlocks, context},
      validators_{context},
      own_(context.endpoints.size()) {}

// Whoever comes back from a crash has what is on its disk, and has heard nothing.
RoundsJoined::Own& RoundsJoined::own_at(const Moment& moment) {
  Own& own = own_[moment.endpoint.value];
  if (own.incarnation == moment.incarnation) {
    return own;
  }
  own = Own{moment.incarnation};
  for (const auto& [height, spoken] : heights_) {
    for (const ContentId& id : spoken.messages) {
      said_.at(id).arrived[moment.endpoint.value] = false;
    }
  }
  return own;
}

void RoundsJoined::on_arrival(const Moment& moment, EndpointId, const Frame& frame) {
  const std::optional<MessageKind> kind = claimed_kind(frame.bytes());
  if (kind == MessageKind::prevote || kind == MessageKind::precommit ||
      kind == MessageKind::proposal) {
    hear(moment, frame.id());
  }
  if (kind != MessageKind::vote_bundle) {
    return;
  }
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  const VoteBundlePointer bundle =
      envelope.has_value() ? open_vote_bundle(frame, *envelope, true) : nullptr;
  if (bundle == nullptr) {
    return;
  }
  // Its receiver need not read on behind votes that nobody signed.
  for (const Frame& vote : bundle->votes) {
    if (!hear(moment, vote.id())) {
      return;
    }
  }
}

bool RoundsJoined::hear(const Moment& moment, const ContentId& id) {
  const auto found = said_.find(id);
  if (found == said_.end()) {
    return false;
  }
  Own& own = own_at(moment);
  Said& said = found->second;
  // What comes a second time is not looked at, whatever it was worth the first time.
  if (said.arrived[moment.endpoint.value]) {
    return true;
  }
  said.arrived[moment.endpoint.value] = true;
  if (said.height == own.height && said.round > own.round && said.node != moment.node) {
    own.later[said.round].try_emplace(said.node, own.round);
  }
  return true;
}

void RoundsJoined::on_record(const Moment& moment, const Record& record) {
  Own& own = own_at(moment);
  if (record.kind == RecordKind::snapshot) {
    own = Own{moment.incarnation};
    return;
  }
  if (record.kind == RecordKind::decision) {
    own = Own{moment.incarnation, Reader{record.payload.bytes()}.u64() + 1};
    return;
  }
  if (record.kind != RecordKind::signed_message) {
    return;
  }
  const std::optional<HonestMessage> said = honest_message(context(), moment, record.payload);
  if (!said.has_value()) {
    return;
  }
  if (own.height != said->height) {
    own = Own{moment.incarnation, said->height};
  }
  check(moment, *said, own);
  own.round = std::max(own.round, said->round);
  own.later.erase(own.later.begin(), own.later.upper_bound(own.round));
  note(*said, record.payload.id());
}

void RoundsJoined::check(const Moment& moment, const HonestMessage& said, const Own& own) {
  for (auto later = own.later.upper_bound(said.round); later != own.later.end(); ++later) {
    const std::int64_t total = power_of(validators_.at(said.height));
    if (3 * power_heard(said.height, later->second) > total) {
      violated(moment, "height " + std::to_string(said.height) + ": speaks in round " +
                           std::to_string(said.round) +
                           " although it heard more than 1/3 of the power in round " +
                           std::to_string(later->first));
      return;
    }
  }
}

std::int64_t RoundsJoined::power_heard(Height height, const Heard& heard) const {
  std::int64_t power = 0;
  for (const CheckedValidator& validator : validators_.at(height)) {
    const auto found = heard.find(validator.node);
    if (found != heard.end() && had_room(height, validator.node, found->second)) {
      power += validator.power;
    }
  }
  return power;
}

// Since `receiver` was the round of whoever heard it, which has not gone back.
bool RoundsJoined::had_room(Height height, NodeId sender, Round receiver) const {
  const auto spoken = heights_.find(height);
  if (spoken == heights_.end()) {
    return false;
  }
  const auto highest = spoken->second.highest.find(sender);
  return highest != spoken->second.highest.end() &&
         highest->second - receiver <= kRoundsAheadWithRoom;
}

// Whose disk forgets may say two things in one place, which takes more room.
void RoundsJoined::note(const HonestMessage& said, const ContentId& id) {
  const std::vector<EndpointId>& forgetful = context().lose_disks;
  const bool forgets = std::any_of(forgetful.begin(), forgetful.end(), [&](EndpointId endpoint) {
    return context().endpoints[endpoint.value].node == said.node;
  });
  if (forgets || (heights_.size() >= kHeightsHeardOf && said.height < heights_.begin()->first)) {
    return;
  }
  Spoken& spoken = heights_[said.height];
  const auto highest = spoken.highest.try_emplace(said.node, said.round).first;
  highest->second = std::max(highest->second, said.round);
  if (said_
          .try_emplace(id, Said{said.node, said.height, said.round, std::vector<bool>(own_.size())})
          .second) {
    spoken.messages.push_back(id);
  }
  if (heights_.size() > kHeightsHeardOf) {
    for (const ContentId& old : heights_.begin()->second.messages) {
      said_.erase(old);
    }
    heights_.erase(heights_.begin());
  }
}

}  // namespace callo::sim
