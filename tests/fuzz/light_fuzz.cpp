#include "protocol/chain/light_codec.hpp"
#include "tests/fuzz/support/chain_samples.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

namespace {

LightBlock sample_light_block() {
  std::vector<Validator> validators;
  for (std::uint32_t node = 0; node < 4; ++node) {
    validators.push_back({NodeId{node}, PublicKey{{static_cast<std::uint8_t>(node)}}, 1, 0});
  }
  LightBlock block{sample_block(7, {}).header, sample_commit(), ValidatorSet{validators}};
  block.header.validators_hash = block.validators.hash();
  block.commit.block_id.hash = block_hash(block.header);
  return block;
}

Bytes tagged(std::uint8_t tag, Bytes bytes) {
  bytes.insert(bytes.begin(), tag);
  return bytes;
}

}  // namespace

// The first byte says which decoder is meant.
std::vector<Bytes> seeds() {
  return {tagged(0, encode_data(sample_light_block())),
          tagged(1, encode_data(LightAttackEvidence{3, sample_light_block()})),
          tagged(2, encode_data(LightRequest{9}))};
}

void one_input(BytesView input) {
  if (input.empty()) {
    return;
  }
  const BytesView data = input.subspan(1);
  if (input[0] == 0) {
    if (const std::optional<LightBlock> block = decode_light_block(data)) {
      CALLO_CHECK(same_bytes(encode_data(*block), data));
      CALLO_CHECK(is_consistent(*block, block->header.chain_id));
    }
  } else if (input[0] == 1) {
    if (const auto evidence = decode_light_attack_evidence(data)) {
      CALLO_CHECK(same_bytes(encode_data(*evidence), data));
      CALLO_CHECK(evidence->conflicting.height() > evidence->common_height);
    }
  } else if (const auto request = decode_light_request(data)) {
    CALLO_CHECK(same_bytes(encode_data(*request), data));
  }
}

}  // namespace callo::fuzz
