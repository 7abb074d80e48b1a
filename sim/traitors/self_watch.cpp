#include "sim/traitors/self_watch.hpp"

#include <algorithm>
#include <optional>

#include "protocol/chain/vote.hpp"
#include "protocol/consensus/tendermint/records.hpp"
#include "protocol/wire/envelope.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kWatchedHeightsMax = 64;

}  // namespace

SelfWatch::SelfWatch() : heights_{kWatchedHeightsMax} {}

void SelfWatch::look(const Effects& honest) {
  for (const Record& record : honest.records) {
    if (record.kind == RecordKind::polka) {
      const PolkaRecord polka = decode_polka(record);
      const Polka& certificate = polka.certificate;
      heights_.at(certificate.height).rounds[certificate.round].add(Sighting::polka);
    } else if (record.kind == RecordKind::signed_message) {
      look_at_own(record.payload);
    }
  }
}

void SelfWatch::look_at_own(const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  if (!envelope.has_value()) {
    return;
  }
  if (const auto proposal = decode_proposal(*envelope)) {
    heights_.at(proposal->height).rounds[proposal->round].add(Sighting::proposer);
    return;
  }
  const std::optional<Vote> vote = decode_vote(*envelope);
  if (!vote.has_value()) {
    return;
  }
  OfHeight& height = heights_.at(vote->height);
  if (vote->block_id.is_nil()) {
    height.rounds[vote->round].add(vote->type == VoteType::prevote ? Sighting::nil_prevote
                                                                   : Sighting::nil_precommit);
  } else if (vote->type == VoteType::precommit) {
    height.first_lock = std::min(height.first_lock, vote->round);
  }
}

Sightings SelfWatch::seen(Height height, Round round) const {
  Sightings seen;
  const OfHeight* const found = heights_.find(height);
  if (found == nullptr) {
    return seen;
  }
  if (const auto of_round = found->rounds.find(round); of_round != found->rounds.end()) {
    seen = of_round->second;
  }
  if (found->first_lock <= round) {
    seen.add(Sighting::locked);
  }
  return seen;
}

}  // namespace callo::sim
