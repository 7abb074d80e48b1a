#include "protocol/chain/vote.hpp"
#include "tests/fuzz/support/chain_samples.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  Proposal proposal{5, 2, kNoRound, sample_block_id(), sample_time(), NodeId{3}};
  const Bytes fresh = encode_data(proposal);
  proposal.valid_round = 1;
  return {fresh, encode_data(proposal)};
}

void one_input(BytesView input) {
  if (const auto proposal = decode_proposal(around(MessageKind::proposal, input))) {
    CALLO_CHECK(same_bytes(encode_data(*proposal), input));
    CALLO_CHECK(proposal->valid_round < proposal->round);
    CALLO_CHECK(!proposal->block_id.is_nil());
  }
}

}  // namespace callo::fuzz
