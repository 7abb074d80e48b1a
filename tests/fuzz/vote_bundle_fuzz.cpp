#include "protocol/chain/vote_bundle.hpp"
#include "tests/fuzz/support/chain_samples.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

namespace {

const VotePhase kPhase{7, 1, VoteType::prevote};

Frame vote_of(std::uint32_t node, const BlockId& id) {
  const Vote vote{kPhase.type, kPhase.height, kPhase.round, id, sample_time(), NodeId{node}};
  return wrap(vote_header("sphyx", vote.type, vote.validator), encode_data(vote), Signature{{9}});
}

Bytes data_of(const Frame& bundle) {
  const Envelope envelope = *open_envelope(bundle.bytes());
  return {envelope.data.begin(), envelope.data.end()};
}

Bytes sample(std::vector<Frame> votes) {
  return data_of(make_vote_bundle("sphyx", NodeId{3}, kPhase, 2, std::move(votes), false));
}

}  // namespace

std::vector<Bytes> seeds() {
  return {sample({}), sample({vote_of(1, BlockId{})}),
          sample({vote_of(1, sample_block_id()), vote_of(2, sample_block_id()),
                  vote_of(3, BlockId{})})};
}

void one_input(BytesView input) {
  const Frame frame = wrap({"sphyx", MessageKind::vote_bundle, NodeId{3}, 0}, input, Signature{});
  const VoteBundlePointer bundle = open_vote_bundle(frame, *open_envelope(frame.bytes()), false);
  if (bundle == nullptr) {
    return;
  }
  for (const Frame& vote : bundle->votes) {
    std::optional<DecodedVote> space;
    const DecodedVote* const decoded = decoded_vote(vote, space);
    CALLO_CHECK(decoded != nullptr);
    CALLO_CHECK(decoded->vote.height == bundle->phase.height);
  }
  const Frame again =
      make_vote_bundle("sphyx", NodeId{3}, bundle->phase, bundle->step, bundle->votes, false);
  CALLO_CHECK(same_bytes(data_of(again), input));
}

}  // namespace callo::fuzz
