#include "protocol/chain/vote.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/fuzz/support/chain_samples.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  const Bytes last{1, 2, 3};
  const Bytes whole(kBlockPartBytes, 9);
  return {encode_data(BlockPart{4, 0, {0, 1, {}}, last}),
          encode_data(BlockPart{4, 1, {2, 3, {Hash{{7}}, Hash{{8}}}}, last}),
          encode_data(BlockPart{4, 1, {0, 3, {Hash{{7}}, Hash{{8}}}}, whole})};
}

void one_input(BytesView input) {
  if (const auto part = decode_block_part(around(MessageKind::block_part, input))) {
    CALLO_CHECK(same_bytes(encode_data(*part), input));
    CALLO_CHECK(part->proof.index < part->proof.total);
    CALLO_CHECK(part->bytes.size() <= kBlockPartBytes);
    // A proof made of thin air leads to no root.
    CALLO_CHECK(!merkle_verify(part->proof, merkle_leaf(part->bytes), Hash{}));
  }
}

}  // namespace callo::fuzz
