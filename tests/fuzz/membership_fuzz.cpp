#include "protocol/overlay/membership/message_codec.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  const Neighbour one{{Hash{{1}}}, {7}, true};
  const Neighbour two{{Hash{{2}}}, {8}, false};
  return {encode_data(CopyRequest{3}),
          encode_data(CopyReply{true, {one, two}}),
          encode_data(JoinWait{}),
          encode_data(JoinWaitReply{true, 2, {one}}),
          encode_data(JoinNotification{4, {two}}),
          encode_data(JoinNotificationReply{true, false, {}}),
          encode_data(SpecialNotification{one, two}),
          encode_data(SpecialNotificationReply{one.id}),
          encode_data(StoredNotice{true}),
          encode_data(InSystemNotice{}),
          encode_data(RepairQuery{5, 1}),
          encode_data(RepairReply{5, 1, {one, two}}),
          encode_data(Ping{}),
          encode_data(Pong{}),
          encode_data(LeaveNotice{{two, one}}),
          encode_data(LeaveReply{}),
          encode_data(RefreshQuery{2}),
          encode_data(RefreshReply{{one}})};
}

void one_input(BytesView input) {
  if (const auto message = decode_membership_message(input)) {
    CALLO_CHECK(same_bytes(encode_data(*message), input));
  }
}

}  // namespace callo::fuzz
