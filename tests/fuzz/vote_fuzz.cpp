#include "protocol/chain/vote.hpp"
#include "tests/fuzz/support/chain_samples.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  Vote vote{VoteType::prevote, 5, 2, sample_block_id(), sample_time(), NodeId{3}};
  const Bytes for_block = encode_data(vote);
  vote.block_id = {};
  return {for_block, encode_data(vote)};
}

void one_input(BytesView input) {
  for (const MessageKind kind : {MessageKind::prevote, MessageKind::precommit}) {
    if (const auto vote = decode_vote(around(kind, input))) {
      CALLO_CHECK(same_bytes(encode_data(*vote), input));
      CALLO_CHECK(message_kind(vote->type) == kind);
      CALLO_CHECK(vote->height > 0 && vote->round >= 0);
    }
  }
}

}  // namespace callo::fuzz
