#include "protocol/consensus/tendermint/records.hpp"
#include "protocol/consensus/tendermint/tendermint.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"

namespace callo::test {

namespace {

using std::chrono::seconds;

// Node 0 holds so much power that it decides alone; node 1 has lost its disk and is told the
// blocks.
struct LossFixture {
  LossFixture()
      : decider{test_config(0), test_validators({10, 1})},
        loser{test_config(1), test_validators({10, 1})} {
    decider.engine.start(now, {}, out);
    const Record lost = encode_record(DiskLostRecord{now.calendar});
    Effects first;
    loser.engine.start(now, std::span{&lost, 1}, first);
    keep(first);
  }

  void keep(const Effects& effects) {
    log.insert(log.end(), effects.records.begin(), effects.records.end());
  }

  // One more height, whose block shows that so much time has passed since the last.
  void decide(Duration later) {
    REQUIRE(out.commits.size() == 1);
    const CommitEffect decided = out.commits[0];
    Effects heard;
    const auto commit = decode_commit(decided.certificate.bytes());
    REQUIRE(commit.has_value());
    REQUIRE(loser.engine.receive_decided(now, decided.block.bytes(), *commit, heard) ==
            Verdict::accepted);
    keep(heard);
    now.calendar += later;
    now.monotonic += later;
    out.clear();
    decider.engine.on_timer(now, TimerId{kTimerCommit}, out);
  }

  Now now{MonotonicTime{}, kTestStart};
  Effects out;
  TestReplica decider;
  TestReplica loser;
  std::vector<Record> log;  // of node 1, behind the record of the loss
};

}  // namespace

TEST_CASE("disk lost: a node signs nothing before a block that is surely later than its loss",
          "[unit][tendermint]") {
  LossFixture fixture;
  const Duration drift = test_config(1).clock_drift_max;
  fixture.decide(drift);
  CHECK_FALSE(fixture.loser.engine.is_validator());
  fixture.decide(drift / 2);
  CHECK_FALSE(fixture.loser.engine.is_validator());
  fixture.decide(drift);
  CHECK_FALSE(fixture.loser.engine.is_validator());
  // The block that is decided now was proposed 2.5 drifts after the loss.
  fixture.decide(seconds{1});
  CHECK(fixture.loser.engine.is_validator());
  CHECK(fixture.loser.engine.can_account_for(4) == false);
  for (const Record& record : fixture.log) {
    CHECK(record.kind != RecordKind::signed_message);
  }
}

TEST_CASE("disk lost: a restart on the way does not make it forget", "[unit][tendermint]") {
  LossFixture fixture;
  const Duration drift = test_config(1).clock_drift_max;
  fixture.decide(drift);
  std::vector<Record> disk{encode_record(DiskLostRecord{kTestStart})};
  disk.insert(disk.end(), fixture.log.begin(), fixture.log.end());
  TestReplica again{test_config(1), test_validators({10, 1})};
  Effects out;
  again.engine.start(fixture.now, disk, out);
  CHECK(again.engine.height() == 2);
  CHECK_FALSE(again.engine.is_validator());
  CHECK(out.sends.empty());
  CHECK(again.engine.disk_lost().has_value());
}

TEST_CASE("disk lost: a node that lost nothing speaks from the start", "[unit][tendermint]") {
  TestReplica replica{test_config(1), test_validators({10, 1})};
  Effects out;
  replica.engine.start(Now{MonotonicTime{}, kTestStart}, {}, out);
  CHECK(replica.engine.is_validator());
  CHECK_FALSE(replica.engine.disk_lost().has_value());
}

}  // namespace callo::test
