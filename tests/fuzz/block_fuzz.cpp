#include "protocol/chain/block.hpp"
#include "tests/fuzz/support/chain_samples.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  return {encode(sample_block(1, {})), encode(sample_block(1, {{1}, {2, 3}})),
          encode(sample_block(8, {{1}, {}, {2, 3}}))};
}

void one_input(BytesView input) {
  if (const auto block = decode_block(input)) {
    CALLO_CHECK(same_bytes(encode(*block), input));
    CALLO_CHECK(block->last_commit.has_value() == (block->header.height > 1));
    CALLO_CHECK(block->header.transactions_root == transactions_root(block->transactions));
    CALLO_CHECK(block->header.evidence_root == evidence_root(block->evidence));
  }
}

}  // namespace callo::fuzz
