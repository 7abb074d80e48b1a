#pragma once

#include <optional>

#include "protocol/base/frame.hpp"
#include "protocol/chain/vote.hpp"

namespace callo {

// A vote with the envelope it stands in; both view the bytes of its frame.
struct DecodedVote final : DecodedForm {
  DecodedVote(const Envelope& the_envelope, const Vote& the_vote)
      : envelope{the_envelope}, vote{the_vote} {}

  Envelope envelope;
  Vote vote;
};

// The vote in a frame: as it is remembered there, else decoded into `space`. Null for anything that
// is not a canonical vote. Lives as long as the frame and the space.
const DecodedVote* decoded_vote(const Frame& frame, std::optional<DecodedVote>& space);

// Keeps the decoded form in the frame, so that nobody who gets the same frame decodes it again.
// Does nothing for a frame that is no vote.
void remember_vote(const Frame& frame);

}  // namespace callo
