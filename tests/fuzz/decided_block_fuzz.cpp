#include "protocol/node/decided_block.hpp"
#include "tests/fuzz/support/chain_samples.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  const Bytes block = encode(sample_block(8, {{1}, {2, 3}}));
  const Bytes commit = encode(sample_commit());
  return {encode_data(DecidedBlock{8, block, commit}), encode_data(DecidedBlock{8, {}, {}})};
}

void one_input(BytesView input) {
  if (const auto decided = decode_decided_block(input)) {
    CALLO_CHECK(same_bytes(encode_data(*decided), input));
  }
}

}  // namespace callo::fuzz
