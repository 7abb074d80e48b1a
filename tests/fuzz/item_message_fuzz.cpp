#include "protocol/node/search/item_messages.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  return {encode_data(ItemMessage{ItemRequest{3, ItemKey::block_at(7)}}),
          encode_data(ItemMessage{ItemRequest{4, ItemKey::coins_of({{1}})}}),
          encode_data(ItemMessage{ItemReply{3, {1, 2, 3}}}),
          encode_data(ItemMessage{ItemReply{3, {}}}),
          encode_data(ItemMessage{ItemHandover{ItemKey::block({{9}}), {4, 5}}})};
}

void one_input(BytesView input) {
  if (const auto message = decode_item_message(input)) {
    CALLO_CHECK(same_bytes(encode_data(*message), input));
  }
}

}  // namespace callo::fuzz
