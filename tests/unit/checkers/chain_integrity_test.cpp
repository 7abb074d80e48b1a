#include "sim/checkers/chain_integrity.hpp"

#include <functional>

#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

// What is said when the second block is changed before it is sealed.
std::string judge_second(const std::function<void(Block&)>& change) {
  CheckerFixture fixture;
  CheckerSet set = fixture.checkers("chain_integrity");
  const auto first = fixture.make(nullptr);
  Block block = fixture.block_on(&first);
  change(block);
  set.on_commit(fixture.moment(0), fixture.effect(first));
  set.on_commit(fixture.moment(0), fixture.effect(fixture.seal_block(block)));
  return set.violations().empty() ? std::string{} : set.violations()[0].detail;
}

Record decision(Height height) {
  Writer payload;
  payload.u64(height);
  return {RecordKind::decision, make_frame(payload.take())};
}

}  // namespace

TEST_CASE("chain_integrity: silent on an unbroken chain across a restart", "[unit]") {
  CheckerFixture fixture;
  CheckerSet set = fixture.checkers("chain_integrity");
  const auto first = fixture.make(nullptr);
  const auto second = fixture.make(&first);
  set.on_commit(fixture.moment(0), fixture.effect(first));
  set.on_commit(fixture.moment(1), fixture.effect(first));
  set.on_commit(fixture.moment(0, 5, 1), fixture.effect(second));
  set.on_commit(fixture.moment(1), fixture.effect(second));
  CHECK(set.violations().empty());
}

TEST_CASE("chain_integrity: every wrong link is found", "[unit]") {
  CHECK(judge_second([](Block&) {}).empty());
  CHECK_FALSE(judge_second([](Block& b) { b.header.last_block_hash.bytes[0] ^= 1; }).empty());
  CHECK_FALSE(judge_second([](Block& b) { b.header.last_block_parts.total += 1; }).empty());
  CHECK_FALSE(judge_second([](Block& b) { b.header.state_hash.bytes[0] ^= 1; }).empty());
  CHECK_FALSE(judge_second([](Block& b) { b.header.time -= std::chrono::seconds{1}; }).empty());
  CHECK_FALSE(judge_second([](Block& b) { b.header.chain_id = "other"; }).empty());
  CHECK_FALSE(judge_second([](Block& b) {
                b.last_commit->block_id = some_block(9);
                b.header.last_commit_hash = sha256(encode(*b.last_commit));
              }).empty());
  CHECK_FALSE(judge_second([](Block& b) {
                b.last_commit->height = 7;
                b.header.last_commit_hash = sha256(encode(*b.last_commit));
              }).empty());
}

TEST_CASE("chain_integrity: a node may go on behind a snapshot of what others committed",
          "[unit]") {
  CheckerFixture fixture;
  const auto first = fixture.make(nullptr);
  const auto second = fixture.make(&first);
  const auto third = fixture.make(&second);
  Writer height;
  height.u64(2);
  const Record snapshot{RecordKind::snapshot, make_frame(height.take())};
  for (const bool is_known : {true, false}) {
    for (const bool has_snapshot : {true, false}) {
      CheckerSet set = fixture.checkers("chain_integrity");
      set.on_commit(fixture.moment(1), fixture.effect(first));
      if (is_known) {
        set.on_commit(fixture.moment(1), fixture.effect(second));
      }
      if (has_snapshot) {
        set.on_record(fixture.moment(0), snapshot);
      }
      set.on_commit(fixture.moment(0), fixture.effect(third));
      CHECK(set.violations().empty() == (is_known && has_snapshot));
    }
  }
}

TEST_CASE("chain_integrity: a snapshot may be on disk before an earlier commit is announced",
          "[unit]") {
  CheckerFixture fixture;
  const auto first = fixture.make(nullptr);
  const auto second = fixture.make(&first);
  const auto third = fixture.make(&second);
  CheckerSet set = fixture.checkers("chain_integrity");
  set.on_commit(fixture.moment(1), fixture.effect(first));
  set.on_commit(fixture.moment(1), fixture.effect(second));
  // The second is taken of the third block, which is not announced yet.
  for (const Height taken_at : {2U, 3U}) {
    Writer height;
    height.u64(taken_at);
    set.on_record(fixture.moment(0), {RecordKind::snapshot, make_frame(height.take())});
  }
  set.on_commit(fixture.moment(0), fixture.effect(first));
  set.on_commit(fixture.moment(0), fixture.effect(third));
  CHECK(set.violations().empty());
}

TEST_CASE("chain_integrity: a repeated and a skipped height are found", "[unit]") {
  CheckerFixture fixture;
  const auto first = fixture.make(nullptr);
  const auto second = fixture.make(&first);
  CheckerSet skipped = fixture.checkers("chain_integrity");
  skipped.on_commit(fixture.moment(0), fixture.effect(second));
  CHECK(skipped.violations().size() == 1);
  CheckerSet repeated = fixture.checkers("chain_integrity");
  repeated.on_commit(fixture.moment(0), fixture.effect(first));
  repeated.on_commit(fixture.moment(0, 5, 1), fixture.effect(first));
  CHECK(repeated.violations().size() == 1);
}

TEST_CASE("chain_integrity: a decision on disk may go unannounced when the node crashes",
          "[unit]") {
  CheckerFixture fixture;
  const auto first = fixture.make(nullptr);
  const auto second = fixture.make(&first);
  const auto third = fixture.make(&second);
  for (const bool is_on_disk : {true, false}) {
    CheckerSet set = fixture.checkers("chain_integrity");
    set.on_record(fixture.moment(0), decision(1));
    set.on_commit(fixture.moment(0), fixture.effect(first));
    if (is_on_disk) {
      set.on_record(fixture.moment(0), decision(2));
    }
    set.on_record(fixture.moment(0, 9, 1), decision(3));
    set.on_commit(fixture.moment(0, 9, 1), fixture.effect(third));
    CHECK(set.violations().empty() == is_on_disk);
  }
}

TEST_CASE("chain_integrity: the next decision may be on disk before the first is announced",
          "[unit]") {
  CheckerFixture fixture;
  const auto first = fixture.make(nullptr);
  const auto second = fixture.make(&first);
  const auto third = fixture.make(&second);
  // Nothing but a crash excuses the second, and there was none since the new incarnation began.
  for (const bool is_before_crash : {true, false}) {
    CheckerSet set = fixture.checkers("chain_integrity");
    set.on_record(fixture.moment(0, 0, 1), decision(1));
    if (is_before_crash) {
      set.on_record(fixture.moment(0, 0, 1), decision(2));
    }
    set.on_commit(fixture.moment(0, 0, 1), fixture.effect(first));
    if (!is_before_crash) {
      set.on_record(fixture.moment(0, 9, 2), decision(2));
    }
    set.on_record(fixture.moment(0, 9, 2), decision(3));
    set.on_commit(fixture.moment(0, 9, 2), fixture.effect(third));
    CHECK(set.violations().empty() == is_before_crash);
  }
}

TEST_CASE("chain_integrity: a decision goes unannounced by no other cause than a crash", "[unit]") {
  CheckerFixture fixture;
  const auto first = fixture.make(nullptr);
  const auto second = fixture.make(&first);
  const auto third = fixture.make(&second);
  CheckerSet set = fixture.checkers("chain_integrity");
  for (Height height = 1; height <= 3; ++height) {
    set.on_record(fixture.moment(0), decision(height));
  }
  set.on_commit(fixture.moment(0), fixture.effect(first));
  set.on_commit(fixture.moment(0), fixture.effect(third));
  CHECK(set.violations().size() == 1);
}

TEST_CASE("chain_integrity: equal blocks that leave different states are found", "[unit]") {
  CheckerFixture fixture;
  CheckerSet set = fixture.checkers("chain_integrity");
  auto first = fixture.make(nullptr);
  set.on_commit(fixture.moment(0), fixture.effect(first));
  first.state.bytes[0] ^= 1;
  set.on_commit(fixture.moment(1), fixture.effect(first));
  REQUIRE(set.violations().size() == 1);
  CHECK(set.violations()[0].node == NodeId{1});
}

}  // namespace callo::sim::test
