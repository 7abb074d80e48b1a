#include "protocol/node/status.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  Status status{9, 1, false, {}, {}};
  const Bytes empty = encode_data(status);
  status.pending = {3, 900, {3, 4, 900}};
  status.rounds.push_back({0, Hash{{1}}, true, false, {5}, {0xff, 1}, {}});
  status.rounds.push_back({1, Hash{}, false, false, {}, {3}, {2}});
  return {empty, encode_data(status)};
}

void one_input(BytesView input) {
  if (const auto status = decode_status(input)) {
    CALLO_CHECK(same_bytes(encode_data(*status), input));
  }
}

}  // namespace callo::fuzz
