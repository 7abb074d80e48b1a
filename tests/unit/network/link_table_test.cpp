#include "sim/network/link_table.hpp"

#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

constexpr Place kA{{0}, 0};
constexpr Place kB{{1}, 0};
constexpr Place kC{{2}, 1};

}  // namespace

TEST_CASE("link table: blocks of overlapping scopes are counted and directed") {
  LinkTable links{2};
  CHECK_FALSE(links.is_blocked(kA, kC));
  links.block(LinkScope::between({0}, {2}));
  links.block(LinkScope::between({0}, {2}));
  links.block(LinkScope::between_cities(0, 1));
  CHECK(links.is_blocked(kA, kC));
  CHECK(links.is_blocked(kB, kC));
  CHECK_FALSE(links.is_blocked(kC, kA));
  CHECK_FALSE(links.is_blocked(kA, kB));
  links.unblock(LinkScope::between_cities(0, 1));
  CHECK_FALSE(links.is_blocked(kB, kC));
  links.unblock(LinkScope::between({0}, {2}));
  CHECK(links.is_blocked(kA, kC));
  links.unblock(LinkScope::between({0}, {2}));
  CHECK_FALSE(links.is_blocked(kA, kC));
  links.block(LinkScope::everywhere());
  CHECK(links.is_blocked(kC, kA));
}

TEST_CASE("link table: impairments compose and may end in any order") {
  using std::chrono::milliseconds;
  LinkTable links{2};
  const ImpairmentId everywhere =
      links.impair(LinkScope::everywhere(), {500'000, 0, 0, {}, milliseconds{1}});
  const ImpairmentId cities =
      links.impair(LinkScope::between_cities(0, 1), {500'000, 10, 0, {}, milliseconds{2}});
  const ImpairmentId pair =
      links.impair(LinkScope::between({0}, {2}), {0, 0, 7, milliseconds{5}, milliseconds{4}});
  CHECK(links.impairment(kA, kC) == Impairment{750'000, 10, 7, milliseconds{5}, milliseconds{7}});
  CHECK(links.impairment(kB, kC) == Impairment{750'000, 10, 0, {}, milliseconds{3}});
  CHECK(links.impairment(kC, kA) == Impairment{500'000, 0, 0, {}, milliseconds{1}});
  links.lift(cities);
  CHECK(links.impairment(kB, kC) == Impairment{500'000, 0, 0, {}, milliseconds{1}});
  links.lift(everywhere);
  links.lift(pair);
  CHECK_FALSE(links.has_impairments());
  CHECK(links.impairment(kA, kC) == Impairment{});
}

}  // namespace callo::sim
