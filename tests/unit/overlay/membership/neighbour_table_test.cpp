#include "protocol/overlay/membership/neighbour_table.hpp"

#include "tests/support/catch.hpp"

namespace callo {
namespace {

// The last two bytes; all others are zero.
OverlayId id_of(std::uint8_t before_last, std::uint8_t last) {
  OverlayId id;
  id.value.bytes[30] = before_last;
  id.value.bytes[31] = last;
  return id;
}

Neighbour node(std::uint8_t before_last, std::uint8_t last) {
  return {id_of(before_last, last), EndpointId{last}, false};
}

}  // namespace

TEST_CASE("digits: the first is the rightmost, in every base", "[unit][overlay]") {
  const OverlayId id = id_of(0x12, 0xb4);
  CHECK(Digits{16}.at(id, 0) == 0x4);
  CHECK(Digits{16}.at(id, 1) == 0xb);
  CHECK(Digits{16}.at(id, 3) == 0x1);
  CHECK(Digits{4}.at(id, 0) == 0);
  CHECK(Digits{4}.at(id, 1) == 1);
  CHECK(Digits{2}.at(id, 2) == 1);
  CHECK(Digits{2}.at(id, 9) == 1);
  CHECK(Digits{2}.count() == 256);
  CHECK(Digits{16}.count() == 64);
}

TEST_CASE("digits: a common suffix counts whole digits", "[unit][overlay]") {
  const OverlayId id = id_of(0x12, 0xb4);
  CHECK(Digits{16}.common_suffix(id, id_of(0x12, 0xb5)) == 0);
  CHECK(Digits{2}.common_suffix(id, id_of(0x12, 0xa4)) == 4);
  CHECK(Digits{16}.common_suffix(id, id_of(0x12, 0xa4)) == 1);
  CHECK(Digits{4}.common_suffix(id, id_of(0x12, 0x94)) == 2);
  CHECK(Digits{16}.common_suffix(id, id_of(0x22, 0xb4)) == 3);
  CHECK(Digits{16}.common_suffix(id, id) == 64);
}

TEST_CASE("neighbour table: each stands at its level and digit, K of them", "[unit][overlay]") {
  NeighbourTable table{id_of(0, 0), Digits{16}, 2};
  CHECK(table.add(node(0, 0x10)) == NeighbourTable::Added::yes);
  CHECK(table.add(node(1, 0x10)) == NeighbourTable::Added::yes);
  CHECK(table.add(node(2, 0x10)) == NeighbourTable::Added::full);
  CHECK(table.add(node(0, 0x10)) == NeighbourTable::Added::known);
  CHECK(table.add(node(0, 0x01)) == NeighbourTable::Added::yes);
  CHECK(table.entry(1, 1).size() == 2);
  CHECK(table.entry(0, 1).size() == 1);
  CHECK(table.entry(40, 1).empty());
  CHECK(table.size() == 3);
  CHECK(table.from_level(1).size() == 2);
  CHECK(table.size_of_level(0) == 1);
}

TEST_CASE("neighbour table: a gap closes when a node is removed", "[unit][overlay]") {
  NeighbourTable table{id_of(0, 0), Digits{16}, 3};
  for (std::uint8_t number = 1; number <= 3; ++number) {
    table.add(node(number, 0x10));
  }
  CHECK(table.remove(id_of(2, 0x10)));
  CHECK_FALSE(table.remove(id_of(2, 0x10)));
  REQUIRE(table.entry(1, 1).size() == 2);
  CHECK(table.entry(1, 1)[0].id == id_of(1, 0x10));
  CHECK(table.entry(1, 1)[1].id == id_of(3, 0x10));
  CHECK(table.find(id_of(2, 0x10)) == nullptr);
  CHECK(table.add(node(2, 0x10)) == NeighbourTable::Added::yes);
}

TEST_CASE("neighbour table: a known node is marked once it is in the system", "[unit][overlay]") {
  NeighbourTable table{id_of(0, 0), Digits{2}, 1};
  table.add(node(0, 1));
  table.add({id_of(0, 1), EndpointId{1}, true});
  CHECK(table.find(id_of(0, 1))->in_system);
  table.add(node(0, 1));
  CHECK(table.find(id_of(0, 1))->in_system);
}

}  // namespace callo
