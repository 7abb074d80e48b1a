#include "protocol/consensus/tendermint/engine_base.hpp"

#include "protocol/chain/validator_codec.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

void encode(Writer& out, const EngineBase& base) {
  out.u64(base.height);
  encode(out, base.block_id);
  out.blob(base.block.bytes());
  out.blob(encode(base.commit));
  encode(out, base.validators);
  encode(out, base.next_validators);
  base.history.encode(out);
  base.evidence.encode(out);
  out.u32(static_cast<std::uint32_t>(base.justifications.size()));
  for (const Justification& justification : base.justifications) {
    encode(out, justification);
  }
}

std::optional<EngineBase> decode_engine_base(Reader& in, EvidenceAge age) {
  const Height height = in.u64();
  const BlockId block_id = decode_block_id(in);
  const BytesView bytes = in.blob(kBlockBytesMax);
  std::optional<Commit> commit = decode_commit(in.blob(kBlockBytesMax));
  std::optional<ValidatorSet> validators = decode_validator_set(in);
  std::optional<ValidatorSet> next_validators = decode_validator_set(in);
  std::optional<ValidatorHistory> history = ValidatorHistory::decode(in);
  std::optional<EvidenceBook> evidence = EvidenceBook::decode(in, age);
  std::vector<Justification> justifications;
  const std::uint32_t count = in.u32();
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    justifications.push_back(decode_justification(in));
  }
  const std::optional<Block> block = decode_block(bytes);
  if (!in.ok() || !commit || !validators || !next_validators || !history || !evidence || !block ||
      block->header.height != height) {
    return std::nullopt;
  }
  return EngineBase{height,
                    block_id,
                    block->header.time,
                    make_frame({bytes.begin(), bytes.end()}),
                    std::move(*commit),
                    std::move(*validators),
                    std::move(*next_validators),
                    std::move(*history),
                    std::move(*evidence),
                    std::move(justifications)};
}

}  // namespace callo
