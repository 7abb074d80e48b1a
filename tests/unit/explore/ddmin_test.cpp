#include "sim/explore/ddmin.hpp"

#include <numeric>
#include <set>

#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

using Numbers = std::vector<int>;

Numbers numbers_below(int end) {
  Numbers numbers(static_cast<std::size_t>(end));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

// Fails when all of `culprits` are there; counts what it was asked.
struct Judge {
  std::set<int> culprits;
  int asked = 0;

  std::optional<std::size_t> operator()(const std::vector<Numbers>& parts) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      ++asked;
      const std::set<int> present(parts[i].begin(), parts[i].end());
      if (std::includes(present.begin(), present.end(), culprits.begin(), culprits.end())) {
        return i;
      }
    }
    return std::nullopt;
  }
};

TEST_CASE("ddmin: only what it takes to fail is left, wherever it stands") {
  for (const std::set<int>& culprits :
       {std::set<int>{0}, std::set<int>{31}, std::set<int>{3, 17}, std::set<int>{0, 1, 30, 31}}) {
    Judge judge{culprits};
    const Numbers left = ddmin(numbers_below(32), judge);
    CHECK(std::set<int>(left.begin(), left.end()) == culprits);
    CHECK(judge.asked < 32 * 32);
  }
}

TEST_CASE("ddmin: nothing is left when nothing is needed, and one question is enough to know") {
  Judge judge{{}};
  CHECK(ddmin(numbers_below(8), judge).empty());
  CHECK(judge.asked == 1);
}

TEST_CASE("ddmin: all is left when all is needed") {
  Judge judge{{0, 1, 2, 3, 4}};
  CHECK(ddmin(numbers_below(5), judge) == numbers_below(5));
}

}  // namespace
}  // namespace callo::sim
