#include "protocol/chain/justification.hpp"
#include "tests/fuzz/support/chain_samples.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  Commit other = sample_commit();
  other.block_id.hash.bytes[0] ^= 1;
  return {encode(Justification{7, {sample_commit()}}),
          encode(Justification{7, {sample_commit(), other}})};
}

void one_input(BytesView input) {
  if (const std::optional<Justification> justification = decode_justification(input)) {
    CALLO_CHECK(same_bytes(encode(*justification), input));
    CALLO_CHECK(!justification->polkas.empty());
  }
}

}  // namespace callo::fuzz
