#include "sim/checkers/certificates_valid.hpp"

#include <functional>

#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

std::string judge(CheckerFixture& fixture, const CommitEffect& effect) {
  CheckerSet set = fixture.checkers("certificates_valid");
  set.on_commit(fixture.moment(0), effect);
  return set.violations().empty() ? std::string{} : set.violations()[0].detail;
}

std::string judge_commit(const std::function<void(CheckerFixture&, Commit&)>& change) {
  CheckerFixture fixture;
  auto made = fixture.make(nullptr);
  change(fixture, made.commit);
  return judge(fixture, fixture.effect(made));
}

}  // namespace

TEST_CASE("certificates_valid: silent on a chain of good certificates", "[unit]") {
  CheckerFixture fixture;
  CheckerSet set = fixture.checkers("certificates_valid");
  const auto first = fixture.make(nullptr);
  const auto second = fixture.make(&first);
  set.on_commit(fixture.moment(0), fixture.effect(first));
  set.on_commit(fixture.moment(0), fixture.effect(second));
  // Another node has seen one signature more: what was found valid needs no second check.
  auto straggler = second;
  straggler.commit = fixture.commit_for(2, 0, second.id, {0, 1, 2, 3});
  set.on_commit(fixture.moment(1), fixture.effect(straggler));
  CHECK(set.violations().empty());
}

TEST_CASE("certificates_valid: exactly two thirds are too few", "[unit]") {
  CHECK(judge_commit([](CheckerFixture& fixture, Commit& commit) {
          commit = fixture.commit_for(1, 0, commit.block_id, {0, 1});
        }).find("only 2 of 4 power") != std::string::npos);
  CheckerFixture fixture;
  for (std::size_t node = 0; node < 2; ++node) {
    fixture.context.validators[node].power = 2;
  }
  CHECK(judge(fixture, fixture.effect(fixture.seal_block(fixture.block_on(nullptr), 0, {0, 1})))
            .find("only 4 of 6 power") != std::string::npos);
}

TEST_CASE("certificates_valid: one wrong signature spoils a certificate with a quorum", "[unit]") {
  CHECK(judge_commit([](CheckerFixture& fixture, Commit& commit) {
          commit = fixture.commit_for(1, 0, commit.block_id, {0, 1, 2, 3});
          commit.signatures[3].signature.bytes[5] ^= 1;
        }).find("wrong signature of node 3") != std::string::npos);
}

TEST_CASE("certificates_valid: a wrong signature on a vote found valid before is found", "[unit]") {
  CheckerFixture fixture;
  CheckerSet set = fixture.checkers("certificates_valid");
  auto made = fixture.make(nullptr);
  set.on_commit(fixture.moment(0), fixture.effect(made));
  made.commit.signatures[1].signature.bytes[5] ^= 1;
  set.on_commit(fixture.moment(1), fixture.effect(made));
  REQUIRE(set.violations().size() == 1);
  CHECK(set.violations()[0].node == NodeId{1});
}

TEST_CASE("certificates_valid: a signature counted for two validators is found", "[unit]") {
  CHECK_FALSE(judge_commit([](CheckerFixture& fixture, Commit& commit) {
                commit = fixture.commit_for(1, 0, commit.block_id, {0, 1});
                commit.signatures[2] = commit.signatures[1];
              }).empty());
}

TEST_CASE("certificates_valid: votes for nil add no power", "[unit]") {
  CHECK_FALSE(judge_commit([](CheckerFixture& fixture, Commit& commit) {
                const Commit nil = fixture.commit_for(1, 0, BlockId{}, {2});
                commit.signatures[2] = nil.signatures[2];
                commit.signatures[2].flag = CommitFlag::for_nil;
              }).empty());
}

TEST_CASE("certificates_valid: another height, round, block or count is found", "[unit]") {
  CHECK_FALSE(judge_commit([](CheckerFixture& fixture, Commit& commit) {
                commit = fixture.commit_for(1, 0, some_block(3), {0, 1, 2});
              }).empty());
  CHECK_FALSE(
      judge_commit([](CheckerFixture&, Commit& commit) { commit.signatures.pop_back(); }).empty());
  CheckerFixture fixture;
  CommitEffect effect = fixture.effect(fixture.make(nullptr));
  effect.round = 1;
  CHECK_FALSE(judge(fixture, effect).empty());
  effect = fixture.effect(fixture.make(nullptr));
  effect.height = 2;
  CHECK_FALSE(judge(fixture, effect).empty());
  effect = fixture.effect(fixture.make(nullptr));
  effect.block_hash.bytes[0] ^= 1;
  CHECK_FALSE(judge(fixture, effect).empty());
}

TEST_CASE("certificates_valid: a LastCommit without a quorum is found", "[unit]") {
  CheckerFixture fixture;
  auto first = fixture.make(nullptr);
  first.commit = fixture.commit_for(1, 0, first.id, {0, 1});
  CHECK(judge(fixture, fixture.effect(fixture.make(&first))).find("LastCommit") !=
        std::string::npos);
}

}  // namespace callo::sim::test
