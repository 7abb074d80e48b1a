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

// Of a node that holds nothing else.
template <typename Change>
std::size_t violations_with(Change change) {
  Holdings holdings;
  change(holdings);
  return violations_of(holdings).size();
}

}  // namespace

TEST_CASE("memory_bounded: silent at every limit, four validators after ten seconds", "[unit]") {
  CHECK(violations_of({{21, 22, 8, 4, 32, 12, 8, 16, 64, 256, 64, 80, 256},
                       5'000,
                       1'024,
                       64,
                       256,
                       1'024,
                       (40u << 20) + 4'096,
                       (40u << 20) + 4'096,
                       12,
                       8,
                       4,
                       2,
                       64,
                       6})
            .empty());
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
  CHECK(violations_with([](Holdings& held) { held.consensus.pending_evidence = 65; }) == 1);
  CHECK(violations_with([](Holdings& held) { held.consensus.justified_heights = 257; }) == 1);
  CHECK(violations_with([](Holdings& held) { held.catch_up_bytes = (40u << 20) + 4'097; }) == 1);
  CHECK(violations_with([](Holdings& held) { held.snapshot_piece_bytes = (40u << 20) + 4'097; }) ==
        1);
  CHECK(violations_with(
            [](Holdings& held) { held.consensus.justifications_of_one_height_max = 65; }) == 1);
  CHECK(violations_with([](Holdings& held) { held.consensus.own_messages = 81; }) == 1);
  CHECK(violations_with([](Holdings& held) { held.consensus.committed_offences = 257; }) == 1);
  CHECK(violations_with([](Holdings& held) { held.snapshots = 3; }) == 1);
  CHECK(violations_with([](Holdings& held) { held.sealed_blocks = 65; }) == 1);
  CHECK(violations_with([](Holdings& held) { held.snapshot_offers = 7; }) == 1);
  CHECK(violations_with([](Holdings& held) { held.exchange_phases = 13; }) == 1);
  CHECK(violations_with([](Holdings& held) { held.inquests = 9; }) == 1);
  CHECK(violations_with([](Holdings& held) { held.answers_of_one_inquest_max = 5; }) == 1);
}

TEST_CASE("memory_bounded: a height of any number of rounds holds the messages of a few",
          "[unit]") {
  CheckerFixture fixture;
  CheckerSet checkers = fixture.checkers("memory_bounded");
  Moment moment;
  moment.time = std::chrono::hours{1};
  Holdings holdings;
  holdings.consensus.round = 500;
  holdings.consensus.open_rounds = 26;
  checkers.on_holdings(moment, holdings);
  CHECK(checkers.violations().empty());
  holdings.consensus.open_rounds = 27;
  checkers.on_holdings(moment, holdings);
  CHECK(checkers.violations().size() == 1);
}

TEST_CASE("memory_bounded: what a traitor holds is nobody's claim", "[unit]") {
  CHECK(violations_of({{}, 5'001, 0, 0, 0}, 3).empty());
}

}  // namespace callo::sim::test
