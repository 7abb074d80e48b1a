#include "protocol/node/decided_block.hpp"

#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

Bytes encode_data(const DecidedBlock& decided) {
  Writer out{16 + decided.block.size() + decided.commit.size()};
  out.u64(decided.height);
  out.blob(decided.block);
  out.blob(decided.commit);
  return out.take();
}

std::optional<DecidedBlock> decode_decided_block(BytesView data) {
  Reader in{data};
  DecidedBlock decided;
  decided.height = in.u64();
  decided.block = in.blob(kBlockBytesMax);
  decided.commit = in.blob(kBlockBytesMax);
  if (!in.finished()) {
    return std::nullopt;
  }
  return decided;
}

}  // namespace callo
