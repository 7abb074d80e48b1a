#include "sim/checkers/liveness.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

// Endpoint 0 commits at the given seconds, the others never.
std::vector<Violation> judge(CheckerFixture& f, const std::vector<int>& seconds, int end) {
  CheckerSet set = f.checkers("liveness");
  for (const int second : seconds) {
    set.on_commit(f.moment(0, second), CommitEffect{});
  }
  set.on_end(std::chrono::seconds{end});
  return set.violations();
}

LivenessPlan plan(std::vector<EndpointId> core) {
  return {std::chrono::seconds{10}, std::chrono::seconds{5}, Duration::max(), std::move(core)};
}

}  // namespace

TEST_CASE("liveness: counts pauses from the healing on", "[unit]") {
  CheckerFixture f;
  // So that this endpoint alone is a quorum.
  f.context.validators[0].power = 100;
  f.context.liveness = plan({{0}});
  CHECK(judge(f, {1, 14, 19}, 24).empty());
  CHECK(judge(f, {1, 14}, 20).size() == 1);
  CHECK(judge(f, {1, 16, 17}, 18).size() == 1);
  CHECK(judge(f, {}, 15).empty());
  CHECK(judge(f, {}, 16).size() == 1);
}

TEST_CASE("liveness: each endpoint of the core must go on", "[unit]") {
  CheckerFixture f;
  f.context.liveness = plan({{0}, {1}, {2}});
  const auto violations = judge(f, {12, 16}, 18);
  REQUIRE(violations.size() == 2);
  CHECK(violations[0].node == NodeId{1});
}

TEST_CASE("liveness: claims nothing without a plan or a quorum", "[unit]") {
  CheckerFixture f;
  CHECK(judge(f, {}, 100).empty());
  f.context.liveness = plan({{0}, {1}});
  CHECK(judge(f, {}, 100).empty());
}

TEST_CASE("liveness: the quorum is one of those who vote by then", "[unit]") {
  CheckerFixture f;
  f.context.liveness = plan({{0}, {1}});
  std::vector<CheckedValidator> later = f.context.validators;
  later[2].power = 0;
  later[3].power = 0;
  f.context.liveness->validators = {later};
  CHECK(judge(f, {}, 100).size() == 2);
  f.context.liveness->validators = {f.context.validators, later};
  CHECK(judge(f, {}, 100).empty());  // until the change is in force it has none
}

TEST_CASE("liveness: a core without a quorum breaks it when it must break", "[unit]") {
  CheckerFixture f;
  f.context.liveness = plan({{0}, {1}});
  f.context.liveness->is_without_quorum = true;
  CHECK(f.checkers("liveness").checkers()[0]->abstention().empty());
  CHECK(judge(f, {12, 16}, 18).size() == 1);
}

TEST_CASE("liveness: says why it claims nothing", "[unit]") {
  CheckerFixture f;
  const auto abstention = [&f] { return f.checkers("liveness").checkers()[0]->abstention(); };
  CHECK(abstention() ==
        "a fault never ends, and no date says when to expect progress all the same");
  f.context.liveness = plan({{0}, {1}});
  CHECK(abstention() == "the nodes that are left have no quorum");
  f.context.liveness = plan({{0}, {1}, {2}});
  CHECK(abstention().empty());
  f.context.liveness->run_end = std::chrono::seconds{15};
  CHECK(abstention() == "the run ends before the bound has passed");
  f.context.liveness->run_end = std::chrono::seconds{16};
  CHECK(abstention().empty());
}

TEST_CASE("registry: every claim is found by its name", "[unit]") {
  CheckerFixture f;
  std::vector<std::string> names;
  for (const ClaimKind& kind : claim_kinds()) {
    names.emplace_back(kind.name);
    CHECK(kind.make(f.context)->claim() == kind.name);
  }
  CHECK(names.size() == 19);
  const CheckerSet all{f.context, names};
  CHECK(all.interests() == (kCommits | kBlocks | kEvidence | kSends | kRecords | kHoldings |
                            kBlames | kLight | kArrivals | kWishes));
  CHECK(find_claim("unicorns") == nullptr);
}

}  // namespace callo::sim::test
