#include "sim/explore/twins_space.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

// What each honest node hears of the one round: bits first, first_precommits, second, second_….
using Assignment = std::map<std::uint32_t, std::uint32_t>;

Assignment assignment_of(const TwinsCell& cell, const std::vector<std::uint32_t>& honest) {
  Assignment assignment;
  const auto has = [](const std::vector<std::uint32_t>& set, std::uint32_t node) {
    return std::count(set.begin(), set.end(), node) == 1 ? 1u : 0u;
  };
  for (const std::uint32_t node : honest) {
    assignment[node] = has(cell.first, node) | has(cell.first_precommits, node) << 1 |
                       has(cell.second, node) << 2 | has(cell.second_precommits, node) << 3;
  }
  return assignment;
}

std::uint32_t exchanged(std::uint32_t column) {
  return column >> 2 | (column & 3) << 2;
}

// The least of all that one scenario can be called: nodes of `alike` renamed, and the copies
// exchanged unless the leader hears both alike.
std::vector<std::uint32_t> canonical(const Assignment& assignment, std::uint32_t leader,
                                     const std::vector<std::uint32_t>& alike) {
  const auto named = [&](bool is_exchanged) {
    std::vector<std::uint32_t> columns;
    for (const std::uint32_t node : alike) {
      const std::uint32_t column = assignment.at(node);
      columns.push_back(is_exchanged ? exchanged(column) : column);
    }
    std::sort(columns.begin(), columns.end());
    const std::uint32_t column = assignment.at(leader);
    columns.insert(columns.begin(), is_exchanged ? exchanged(column) : column);
    return columns;
  };
  const bool is_alike = assignment.at(leader) == exchanged(assignment.at(leader));
  return is_alike ? named(false) : std::min(named(false), named(true));
}

}  // namespace

TEST_CASE("twins space: every scenario of one round stands in it once, up to names", "[explore]") {
  const TwinsShape shape{4, 1, 1, {1}};  // node 0 leads; nodes 2 and 3 are alike
  const TwinsSpace space{shape};
  std::set<std::vector<std::uint32_t>> all;
  for (std::uint32_t number = 0; number < 16 * 16 * 16; ++number) {
    const Assignment assignment{{0, number % 16}, {2, number / 16 % 16}, {3, number / 256}};
    all.insert(canonical(assignment, 0, {2, 3}));
  }
  CHECK(all.size() == 1'360);
  REQUIRE(space.size() == all.size());
  std::set<std::vector<std::uint32_t>> listed;
  for (std::uint64_t index = 0; index < 1'360; ++index) {
    const std::vector<TwinsCell> cells = space.cells(index);
    REQUIRE(cells.size() == 1);
    listed.insert(canonical(assignment_of(cells[0], {0, 2, 3}), 0, {2, 3}));
  }
  CHECK(listed == all);
}

TEST_CASE("twins space: where the twin leads, the others are all alike", "[explore]") {
  const TwinsSpace space{TwinsShape{4, 1, 1, {0}}};
  REQUIRE(space.size() == 816);  // multisets of three out of sixteen
  std::set<std::vector<std::uint32_t>> listed;
  for (std::uint64_t index = 0; index < 816; ++index) {
    const Assignment assignment = assignment_of(space.cells(index)[0], {1, 2, 3});
    std::vector<std::uint32_t> columns{assignment.at(1), assignment.at(2), assignment.at(3)};
    std::sort(columns.begin(), columns.end());
    listed.insert(columns);
  }
  CHECK(listed.size() == 816);
}

TEST_CASE("twins space: four rounds of seven nodes fit, first and last index included",
          "[explore]") {
  for (const TwinsShape& shape : twins_shapes(7)) {
    const TwinsSpace space{shape};
    REQUIRE(space.size() > 0);
    for (const WideIndex index : {WideIndex{0}, space.size() / 2, space.size() - 1}) {
      const std::vector<TwinsCell> cells = space.cells(index);
      REQUIRE(cells.size() == shape.rounds);
      for (const TwinsCell& cell : cells) {
        for (const auto* set : {&cell.first, &cell.second, &cell.first_precommits}) {
          for (const std::uint32_t node : *set) {
            CHECK(node < 7);
            CHECK(std::count(shape.twins.begin(), shape.twins.end(), node) == 0);
          }
        }
      }
    }
    CHECK(space.cells(0) != space.cells(space.size() - 1));
  }
}

TEST_CASE("twins space: shapes name one to f twins, each set of places among leaders once",
          "[explore]") {
  for (const std::uint32_t nodes : {4u, 5u, 6u, 7u}) {
    const std::vector<TwinsShape> shapes = twins_shapes(nodes);
    std::set<std::tuple<Height, std::uint32_t, std::vector<std::uint32_t>>> distinct;
    for (const TwinsShape& shape : shapes) {
      CHECK(shape.twins.size() >= 1);
      CHECK(shape.twins.size() <= (nodes - 1) / 3);
      CHECK(std::is_sorted(shape.twins.begin(), shape.twins.end()));
      distinct.emplace(shape.height, shape.rounds, shape.twins);
    }
    CHECK(distinct.size() == shapes.size());
  }
  const std::vector<TwinsShape> shapes = twins_shapes(4);
  const auto one_round = std::count_if(shapes.begin(), shapes.end(), [](const TwinsShape& shape) {
    return shape.height == 1 && shape.rounds == 1;
  });
  CHECK(one_round == 2);  // the twin leads, or it does not
}

}  // namespace callo::sim
