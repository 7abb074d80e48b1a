#include "protocol/overlay/routing/message_codec.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  const Neighbour one{{Hash{{1}}}, {7}, true};
  const Neighbour two{{Hash{{2}}}, {8}, true};
  return {encode_data(NearestRequest{3, {Hash{{9}}}, 4}), encode_data(NearestReply{3, {one, two}}),
          encode_data(NearestReply{4, {}})};
}

void one_input(BytesView input) {
  if (const auto message = decode_routing_message(input)) {
    CALLO_CHECK(same_bytes(encode_data(*message), input));
    if (const auto* reply = std::get_if<NearestReply>(&*message)) {
      CALLO_CHECK(reply->nodes.size() <= kNearestPerReplyMax);
    }
  }
}

}  // namespace callo::fuzz
