#include "protocol/chain/decoded_vote.hpp"

namespace callo {

const DecodedVote* decoded_vote(const Frame& frame, std::optional<DecodedVote>& space) {
  if (const auto* remembered = dynamic_cast<const DecodedVote*>(frame.remembered())) {
    return remembered;
  }
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  const std::optional<Vote> vote = envelope ? decode_vote(*envelope) : std::nullopt;
  if (!vote) {
    return nullptr;
  }
  return &space.emplace(*envelope, *vote);
}

void remember_vote(const Frame& frame) {
  std::optional<DecodedVote> space;
  const DecodedVote* const vote = decoded_vote(frame, space);
  if (vote != nullptr && space.has_value()) {
    frame.remember(std::make_unique<DecodedVote>(*vote));
  }
}

}  // namespace callo
