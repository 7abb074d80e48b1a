#include "protocol/chain/duplicate_evidence.hpp"
#include "protocol/chain/evidence.hpp"
#include "protocol/crypto/ed25519.hpp"
#include "tests/fuzz/support/chain_samples.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  Ed25519Signer signer{KeySeed{{1}}};
  Vote vote{VoteType::prevote, 5, 2, sample_block_id(), sample_time(), NodeId{3}};
  const Header header = vote_header("sphyx", vote.type, vote.validator);
  const Frame first = seal(header, encode_data(vote), signer);
  vote.block_id = {};
  return {encode_data(DuplicateEvidence{first, seal(header, encode_data(vote), signer)})};
}

void one_input(BytesView input) {
  const auto evidence = decode_evidence(input);
  if (!evidence) {
    return;
  }
  CALLO_CHECK(same_bytes(encode_data(*evidence), input));
  const auto first = open_envelope(evidence->first.bytes());
  const auto second = open_envelope(evidence->second.bytes());
  if (first && second) {
    // Whoever holds the two messages the other way round sees the same offence.
    CALLO_CHECK(contradiction(*first, *second) == contradiction(*second, *first));
    CALLO_CHECK(!contradiction(*first, *first));
  }
}

}  // namespace callo::fuzz
