#include "protocol/ledger/coin_set.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  CoinProof proof{{Hash{{1}}, 2}, {PublicKey{{3}}, *parse_currency("NGN"), 100}, {}};
  const Bytes alone = encode(proof);
  proof.steps = {{200, Hash{{5}}}, {7, Hash{{6}}}};
  return {alone, encode(proof)};
}

void one_input(BytesView input) {
  if (const auto proof = decode_coin_proof(input)) {
    CALLO_CHECK(same_bytes(encode(*proof), input));
    // A proof made of thin air leads to no root.
    CALLO_CHECK(verify_coin_proof(*proof, proof->outpoint, Hash{}) == CoinProofResult::invalid);
  }
}

}  // namespace callo::fuzz
