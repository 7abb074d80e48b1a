#include "protocol/overlay/membership/origin.hpp"

#include <array>

#include "protocol/overlay/membership/neighbour_table.hpp"
#include "tests/support/catch.hpp"

namespace callo::test {

namespace {

TEST_CASE("origin: an IPv4 /16, an IPv6 /32", "[unit][membership]") {
  CHECK(origin_of_ip("10.1.2.3") == origin_of_ip("10.1.255.0"));
  CHECK(origin_of_ip("10.1.2.3") != origin_of_ip("10.2.2.3"));
  CHECK(origin_of_ip("2001:db8::1") == origin_of_ip("2001:db8:ffff:1::2"));
  CHECK(origin_of_ip("2001:db8::1") != origin_of_ip("2001:db9::1"));
  CHECK(origin_of_ip("2001::1") == Origin{0x2001'0000});
}

TEST_CASE("origin: all text that is no address is one group", "[unit][membership]") {
  const Origin none = origin_of_ip("");
  for (const char* text : {"10.1.2", "10.1.2.3.4", "10.256.1.1", "10.1.2.", ".1.2.3", "10,1,2,3",
                           "bank.example", "20011:db8::1", "xyz::"}) {
    CAPTURE(text);
    CHECK(origin_of_ip(text) == none);
  }
  CHECK(none != origin_of_ip("255.255.255.255"));
}

// Endpoints below 100 stand in group 0, the others in groups of their own.
class HundredTogether final : public Origins {
 public:
  Origin of(EndpointId endpoint) const override {
    return {endpoint.value < 100 ? 0 : endpoint.value};
  }
};

Neighbour node(std::uint8_t last, std::uint32_t endpoint) {
  Neighbour made;
  made.id.value.bytes[0] = static_cast<std::uint8_t>(endpoint);
  made.id.value.bytes[31] = last;
  made.endpoint = EndpointId{endpoint};
  return made;
}

TEST_CASE("a limited table: an entry holds so many of one origin, whatever comes first",
          "[unit][membership]") {
  const HundredTogether origins;
  NeighbourTable table{node(0, 200).id, Digits{16}, 3, {&origins, 1}};
  CHECK(table.add(node(5, 1)) == NeighbourTable::Added::yes);
  CHECK_FALSE(table.has_room_for(node(5, 2)));
  CHECK(table.add(node(5, 2)) == NeighbourTable::Added::full);
  CHECK(table.add(node(5, 1)) == NeighbourTable::Added::known);
  // Other origins, and other entries, have room.
  CHECK(table.has_room_for(node(5, 101)));
  CHECK(table.add(node(5, 101)) == NeighbourTable::Added::yes);
  CHECK(table.add(node(6, 2)) == NeighbourTable::Added::yes);
  CHECK(table.add(node(5, 102)) == NeighbourTable::Added::yes);
  CHECK(table.add(node(5, 103)) == NeighbourTable::Added::full);
  // Whoever goes makes room for its origin.
  CHECK(table.remove(node(5, 1).id));
  CHECK(table.add(node(5, 2)) == NeighbourTable::Added::yes);
}

}  // namespace

}  // namespace callo::test
