#include "protocol/overlay/membership/table_repair.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/membership_world.hpp"

namespace callo {

TEST_CASE("repair: what can be found again is found when many fail at once", "[unit][overlay]") {
  for (const unsigned base : {2U, 4U, 16U}) {
    for (unsigned neighbours = 2; neighbours <= 4; ++neighbours) {
      for (const unsigned percent : {10U, 30U, 50U}) {
        MembershipWorld world{base, neighbours, percent};
        world.grow(150);
        for (unsigned i = 0; i < 150 * percent / 100; ++i) {
          world.crash(world.draw(150));
        }
        world.detect_failures();
        world.run();
        INFO("base " << base << ", K " << neighbours << ", " << percent << " % failed");
        CHECK(world.fault() == "");
      }
    }
  }
}

TEST_CASE("repair: lost mail is sent again, and nobody alive is given up for it",
          "[unit][overlay]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    MembershipWorld world{4, 3, seed};
    world.grow(80);
    world.loss_ppm = 50'000;
    for (unsigned i = 0; i < 20; ++i) {
      world.crash(i);
    }
    world.detect_failures();
    world.run();
    INFO("seed " << seed);
    CHECK(world.fault() == "");
  }
}

// Seeds in which some entry lost both its neighbours at everybody who has that entry.
TEST_CASE("repair: an entry that all who have it have lost is found by way of the levels below",
          "[unit][overlay]") {
  for (const std::uint64_t seed : {2U, 3U, 12U, 13U}) {
    MembershipWorld world{2, 2, seed};
    world.grow(300);
    for (unsigned i = 0; i < 300; ++i) {
      if (world.draw(2) == 0) {
        world.crash(i);
      }
    }
    world.detect_failures();
    world.run();
    INFO("seed " << seed);
    CHECK(world.fault() == "");
  }
}

TEST_CASE("repair: a neighbour that fails while a name is asked after is replaced as well",
          "[unit][overlay]") {
  MembershipWorld world{2, 2, 1};
  world.grow(40);
  const NeighbourTable& table = world.member(0).table();
  const unsigned digit = 1 - table.digits().at(table.owner(), 0);
  const std::vector<Neighbour> before{table.entry(0, digit).begin(), table.entry(0, digit).end()};
  REQUIRE(before.size() == 2);
  std::uint32_t number = 1'000;
  while (table.digits().at(numbered_id(number), 0) != digit) {
    ++number;
  }
  const Neighbour nobody{numbered_id(number), before[0].endpoint, true};
  world.crash(before[0].endpoint.value);
  world.crash(before[1].endpoint.value);
  world.act(0, [&](OverlayMember& member, TableRepair& repair, OverlayMember::Out& out) {
    member.forget(before[0].id);
    repair.consider({&nobody, 1}, out);
    repair.failed(before[1].id, out);
  });
  world.run();
  CHECK(table.entry(0, digit).size() == 2);
  CHECK(world.repair(0).idle());
}

TEST_CASE("repair: an entry that nobody can fill is given up", "[unit][overlay]") {
  MembershipWorld world{2, 1, 1};
  world.grow(2);
  world.crash(1);
  world.detect_failures();
  world.run();
  CHECK(world.fault() == "");
  CHECK(world.repair(0).idle());
}

}  // namespace callo
