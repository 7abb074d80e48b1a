#include "protocol/node/block_request.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  return {encode_data(BlockRequest{1, 1}), encode_data(BlockRequest{1'000, kBlocksPerRequestMax})};
}

void one_input(BytesView input) {
  if (const auto request = decode_block_request(input)) {
    CALLO_CHECK(same_bytes(encode_data(*request), input));
    CALLO_CHECK(request->first + request->count > request->first);
  }
}

}  // namespace callo::fuzz
