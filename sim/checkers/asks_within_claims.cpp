#include "sim/checkers/asks_within_claims.hpp"

#include <algorithm>

#include "protocol/node/block_request.hpp"
#include "protocol/node/status.hpp"
#include "protocol/wire/envelope.hpp"

namespace callo::sim {

namespace {

// A node looks at several statuses of one sender in each interval between two.
constexpr int kLooksPerInterval = 4;

}  // namespace

AsksWithinClaims::AsksWithinClaims(const CheckContext& context)
    : Checker{kClaim, kArrivals | kWishes, context}, own_(context.endpoints.size()) {}

AsksWithinClaims::Own& AsksWithinClaims::own_at(const Moment& moment) {
  Own& own = own_[moment.endpoint.value];
  if (own.incarnation != moment.incarnation) {
    own = Own{moment.incarnation};
  }
  return own;
}

void AsksWithinClaims::on_arrival(const Moment& moment, EndpointId from, const Frame& frame) {
  if (claimed_kind(frame.bytes()) != MessageKind::status) {
    return;
  }
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  const std::optional<Status> status =
      envelope.has_value() ? decode_status(envelope->data) : std::nullopt;
  if (!status.has_value()) {
    return;
  }
  Own& own = own_at(moment);
  Statuses& heard = own.heard[envelope->header.sender];
  const Duration spacing = context().status_interval / kLooksPerInterval;
  const bool is_looked_at =
      envelope->header.sequence > heard.newest &&
      (heard.latest == Duration::min() || moment.time - heard.latest > spacing);
  heard.newest = std::max(heard.newest, envelope->header.sequence);
  heard.latest = moment.time;
  Height& claimed = own.claimed[from];
  const Height decided = std::max<Height>(status->height, 1) - 1;
  const CheckedValidator* const sender = context().validator(envelope->header.sender);
  if (decided >= claimed ||
      (is_looked_at && sender != nullptr && envelope->header.chain_id == context().chain_id &&
       context().verifier->verify(sender->key, envelope->signed_bytes, envelope->signature))) {
    claimed = decided;
  }
}

void AsksWithinClaims::on_wish(const Moment& moment, std::span<const EndpointId> targets,
                               const Frame& frame) {
  if (claimed_kind(frame.bytes()) != MessageKind::block_request) {
    return;
  }
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  const std::optional<BlockRequest> request =
      envelope.has_value() ? decode_block_request(envelope->data) : std::nullopt;
  if (!request.has_value()) {
    return;
  }
  const std::map<EndpointId, Height>& claimed = own_at(moment).claimed;
  for (const EndpointId target : targets) {
    const auto found = claimed.find(target);
    const Height known = found == claimed.end() ? 0 : found->second;
    const Height last = request->first + request->count - 1;
    if (last > known) {
      violated(moment, "asks endpoint " + std::to_string(target.value) + " for block " +
                           std::to_string(last) + ", which has said last that it has " +
                           std::to_string(known));
    }
  }
}

}  // namespace callo::sim
