#include "protocol/node/block_request.hpp"

#include <limits>

#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

Bytes encode_data(const BlockRequest& request) {
  Writer out{12};
  out.u64(request.first);
  out.u32(request.count);
  return out.take();
}

std::optional<BlockRequest> decode_block_request(BytesView data) {
  Reader in{data};
  BlockRequest request;
  request.first = in.u64();
  request.count = in.count(kBlocksPerRequestMax);
  const bool overflows = request.first > std::numeric_limits<Height>::max() - request.count;
  if (!in.finished() || request.first == 0 || request.count == 0 || overflows) {
    return std::nullopt;
  }
  return request;
}

}  // namespace callo
