#include "protocol/chain/block.hpp"
#include "tests/fuzz/support/chain_samples.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  Commit empty = sample_commit();
  empty.signatures.clear();
  return {encode(sample_commit()), encode(empty)};
}

void one_input(BytesView input) {
  if (const auto commit = decode_commit(input)) {
    CALLO_CHECK(same_bytes(encode(*commit), input));
    CALLO_CHECK(!commit->block_id.is_nil());
  }
}

}  // namespace callo::fuzz
