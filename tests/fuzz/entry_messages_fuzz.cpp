#include "protocol/overlay/membership/entry_messages.hpp"
#include "tests/fuzz/support/fuzz.hpp"
#include "tests/support/fake_crypto.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  test::FakeSigner signer{1};
  std::vector<CopyEntry> entries;
  for (std::uint8_t number = 0; number < 9; ++number) {
    entries.push_back({{Hash{{number}}}, {number}});
    entries.back().id.value.bytes[31] = static_cast<std::uint8_t>(number * 0x10);
  }
  std::sort(entries.begin(), entries.end(),
            [](const CopyEntry& a, const CopyEntry& b) { return is_before_by_suffix(a.id, b.id); });
  const MembershipCopy copy{entries, 3, CalendarTime{Duration{5}}, "chain", signer};
  NodeRecord record;
  record.name = "bank-1";
  record.ip = "192.0.2.7";
  record.endpoint = EndpointId{7};
  record.number = 8;
  record.neighbours = {{Hash{{1}}}, {Hash{{2}}}};
  sign_record(record, "chain", signer);
  return {encode_data(EntryMessage{EntryRequest{}}),
          encode_data(EntryMessage{EntryReply{copy.slice_around(entries[4].id, 4)}}),
          encode_data(EntryMessage{EntryReply{copy.slice_around(entries[0].id, 64)}}),
          encode_data(EntryMessage{Registration{record}}),
          encode_data(EntryMessage{Registered{}}),
          encode_data(EntryMessage{Departure{}})};
}

void one_input(BytesView input) {
  const auto message = decode_entry_message(input);
  if (!message) {
    return;
  }
  CALLO_CHECK(same_bytes(encode_data(*message), input));
  // Whatever decodes can be checked.
  if (const auto* reply = std::get_if<EntryReply>(&*message)) {
    test::FakeVerifier verifier;
    check_slice(reply->slice, {Hash{{5}}}, {"chain", test::fake_key(1), std::chrono::hours{1}},
                CalendarTime{Duration{6}}, verifier);
  }
}

}  // namespace callo::fuzz
