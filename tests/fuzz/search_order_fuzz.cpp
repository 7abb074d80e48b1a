#include "protocol/node/search/order.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  const auto bytes_of = [](const SearchOrder& order) {
    const Frame frame = encode_order(order);
    return Bytes(frame.bytes().begin(), frame.bytes().end());
  };
  return {bytes_of({1, FindNode{{Hash{{5}}}}}),
          bytes_of({2, ReadItem{ItemKey::transaction({{6}})}}),
          bytes_of({3, PublishItem{ItemKey::block_at(2), {7, 8}}})};
}

void one_input(BytesView input) {
  if (const auto order = decode_order(input)) {
    CALLO_CHECK(same_bytes(encode_order(*order).bytes(), input));
  }
}

}  // namespace callo::fuzz
