#include "protocol/chain/light_codec.hpp"

#include "protocol/chain/validator_codec.hpp"

namespace callo {

void encode(Writer& out, const LightBlock& block) {
  out.raw(encode(block.header));
  encode(out, block.commit);
  encode(out, block.validators);
}

std::optional<LightBlock> decode_light_block(Reader& in) {
  BlockHeader header = decode_header(in);
  Commit commit = decode_commit(in);
  std::optional<ValidatorSet> validators = decode_validator_set(in);
  if (!in.ok() || !validators) {
    return std::nullopt;
  }
  LightBlock block{std::move(header), std::move(commit), std::move(*validators)};
  if (!is_consistent(block, block.header.chain_id)) {
    return std::nullopt;
  }
  return block;
}

Bytes encode_data(const LightBlock& block) {
  Writer out;
  encode(out, block);
  return out.take();
}

std::optional<LightBlock> decode_light_block(BytesView data) {
  Reader in{data};
  std::optional<LightBlock> block = decode_light_block(in);
  return in.finished() ? std::move(block) : std::nullopt;
}

Bytes encode_data(const LightAttackEvidence& evidence) {
  Writer out;
  out.u64(evidence.common_height);
  encode(out, evidence.conflicting);
  return out.take();
}

std::optional<LightAttackEvidence> decode_light_attack_evidence(BytesView data) {
  Reader in{data};
  const Height common_height = in.u64();
  std::optional<LightBlock> block = decode_light_block(in);
  if (!in.finished() || !block || block->height() <= common_height) {
    return std::nullopt;
  }
  return LightAttackEvidence{common_height, std::move(*block)};
}

Bytes encode_data(const LightRequest& request) {
  Writer out{8};
  out.u64(request.height);
  return out.take();
}

std::optional<LightRequest> decode_light_request(BytesView data) {
  Reader in{data};
  const LightRequest request{in.u64()};
  return in.finished() ? std::optional{request} : std::nullopt;
}

}  // namespace callo
