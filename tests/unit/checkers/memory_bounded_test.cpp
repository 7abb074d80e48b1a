#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

std::vector<Violation> violations_of(const Holdings& holdings, std::uint32_t endpoint = 0) {
  CheckerFixture fixture;
  CheckerSet checkers = fixture.checkers("memory_bounded");
  Moment moment;
  moment.time = std::chrono::seconds{10};
  moment.endpoint = {endpoint};
  checkers.on_holdings(moment, holdings);
  return checkers.violations();
}

}  // namespace

TEST_CASE("memory_bounded: silent at every limit, four validators after ten seconds", "[unit]") {
  CHECK(violations_of({{21, 22, 8, 4, 32, 12, 8, 16}, 5'000, 1'024, 64, 256, 1'024}).empty());
}

TEST_CASE("memory_bounded: one item more than a limit allows is found", "[unit]") {
  CHECK(violations_of({{22, 0, 0, 0, 0, 0, 0, 0}, 0, 0, 0, 0}).size() == 1);
  CHECK(violations_of({{0, 2, 0, 0, 0, 0, 0, 0}, 0, 0, 0, 0}).size() == 1);
  CHECK(violations_of({{0, 0, 9, 0, 0, 0, 0, 0}, 0, 0, 0, 0}).size() == 1);
  CHECK(violations_of({{0, 0, 0, 5, 0, 0, 0, 0}, 0, 0, 0, 0}).size() == 1);
  CHECK(violations_of({{0, 0, 0, 0, 33, 0, 0, 0}, 0, 0, 0, 0}).size() == 1);
  CHECK(violations_of({{0, 0, 0, 0, 0, 13, 0, 0}, 0, 0, 0, 0}).size() == 1);
  CHECK(violations_of({{0, 0, 0, 0, 0, 0, 9, 0}, 0, 0, 0, 0}).size() == 1);
  CHECK(violations_of({{0, 0, 0, 0, 0, 0, 0, 17}, 0, 0, 0, 0}).size() == 1);
  CHECK(violations_of({{}, 5'001, 0, 0, 0}).size() == 1);
  CHECK(violations_of({{}, 0, 1'025, 0, 0}).size() == 1);
  CHECK(violations_of({{}, 0, 0, 65, 0}).size() == 1);
  CHECK(violations_of({{}, 0, 0, 0, 257}).size() == 1);
  CHECK(violations_of({{}, 0, 0, 0, 0, 1'025}).size() == 1);
}

TEST_CASE("memory_bounded: what a traitor holds is nobody's claim", "[unit]") {
  CHECK(violations_of({{}, 5'001, 0, 0, 0}, 3).empty());
}

}  // namespace callo::sim::test
