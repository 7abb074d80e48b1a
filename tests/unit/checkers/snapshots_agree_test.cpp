#include "sim/checkers/snapshots_agree.hpp"

#include <functional>

#include "protocol/node/snapshot.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

ValidatorSet set_of(const CheckerFixture& fixture, std::int32_t turns) {
  std::vector<Validator> validators;
  for (const CheckedValidator& one : fixture.context.validators) {
    validators.push_back({one.node, one.key, one.power, 0});
  }
  ValidatorSet set{std::move(validators)};
  set.advance(turns);
  return set;
}

// Node 0 writes down a snapshot of the first block, whose successor names what is true.
struct SnapshotsFixture : CheckerFixture {
  SnapshotsFixture() {
    name(first, 1);
    first_made = seal_block(first);
    first_made.state = state.state_hash();
    Block second = block_on(&first_made);
    name(second, 2);
    second_made = seal_block(second);
  }

  void name(Block& block, std::int32_t turns) const {
    block.header.validators_hash = set_of(*this, turns).hash();
    block.header.next_validators_hash = set_of(*this, turns + 1).hash();
    block.header.next_priorities_hash = set_of(*this, turns + 1).priorities_hash();
  }

  Snapshot snapshot() const {
    ValidatorHistory history;
    history.append(1, set_of(*this, 1));
    history.append(2, set_of(*this, 2));
    return {{1,
             first_made.id,
             first_made.block.header.time,
             make_frame(encode(first_made.block)),
             first_made.commit,
             set_of(*this, 2),
             set_of(*this, 3),
             std::move(history),
             EvidenceBook::starting_at({}, 1, first_made.block.header.time),
             {}},
            state};
  }

  void write(const Snapshot& written) { set.on_record(moment(0), encode_record(written)); }

  void go_on() { set.on_commit(moment(1), effect(second_made)); }

  std::string found() const { return set.violations().empty() ? "" : set.violations()[0].detail; }

  LedgerState state = *LedgerState::from_genesis(genesis_with_all_issuers());
  Block first = block_on(nullptr);
  Made first_made;
  Made second_made;
  CheckerSet set = checkers("snapshots_agree");

 private:
  Genesis genesis_with_all_issuers() const {
    Genesis genesis = context.genesis;
    genesis.issuers.push_back({kCedi, issuer->public_key()});
    return genesis;
  }
};

// What is said of a snapshot that was changed, whether the next block is known before or after.
std::string judge_changed(const std::function<void(SnapshotsFixture&, Snapshot&)>& change) {
  std::string found;
  for (const bool is_known_before : {true, false}) {
    SnapshotsFixture f;
    Snapshot written = f.snapshot();
    change(f, written);
    if (is_known_before) {
      f.go_on();
    }
    f.write(written);
    if (!is_known_before) {
      f.go_on();
      CHECK(f.found() == found);
    }
    found = f.found();
  }
  return found;
}

}  // namespace

TEST_CASE("snapshots_agree: silent on what the headers name", "[unit]") {
  CHECK(judge_changed([](SnapshotsFixture&, Snapshot&) {}).empty());
}

TEST_CASE("snapshots_agree: another's turn to propose", "[unit]") {
  CHECK(judge_changed([](SnapshotsFixture&, Snapshot& one) { one.base.validators.advance(1); }) ==
        "snapshot of height 1: another one's turn to propose comes next than its block names");
  CHECK(judge_changed(
            [](SnapshotsFixture&, Snapshot& one) { one.base.next_validators.advance(1); }) ==
        "snapshot of height 1: another one's turn to propose comes after the next block than that "
        "names");
}

TEST_CASE("snapshots_agree: the same priorities, another proposer", "[unit]") {
  CHECK(judge_changed([](SnapshotsFixture&, Snapshot& one) {
          const auto all = one.base.validators.validators();
          const std::size_t turn = *one.base.validators.index_of(one.base.validators.proposer());
          one.base.validators = ValidatorSet{{all.begin(), all.end()}, (turn + 1) % all.size()};
        }) ==
        "snapshot of height 1: another one's turn to propose comes next than its block names");
}

TEST_CASE("snapshots_agree: other validators", "[unit]") {
  const auto stronger = [](const ValidatorSet& set) {
    std::vector<Validator> all{set.validators().begin(), set.validators().end()};
    all.front().power += 1;
    return ValidatorSet{std::move(all)};
  };
  CHECK(judge_changed([&](SnapshotsFixture&, Snapshot& one) {
          one.base.validators = stronger(one.base.validators);
        }) == "snapshot of height 1: others vote next than its block names");
  CHECK(judge_changed([&](SnapshotsFixture&, Snapshot& one) {
          one.base.next_validators = stronger(one.base.next_validators);
        }) == "snapshot of height 1: others vote after the next block than that names");
  CHECK(judge_changed([&](SnapshotsFixture& f, Snapshot& one) {
          one.base.history = {};
          one.base.history.append(1, stronger(set_of(f, 1)));
          one.base.history.append(2, set_of(f, 2));
        }) == "snapshot of height 1: others voted on its block than it names");
}

TEST_CASE("snapshots_agree: another state", "[unit]") {
  const std::string another = "snapshot of height 1: another state than the next block starts from";
  const auto judge_state = [](const std::function<void(CoinSet&, Bytes&)>& change) {
    return judge_changed([&](SnapshotsFixture& f, Snapshot& one) {
      CoinSet coins = f.state.coins();
      Bytes rest = f.state.encode_rest();
      change(coins, rest);
      one.state = *LedgerState::from_parts(kChain, rest, std::move(coins));
    });
  };
  CHECK(judge_state([](CoinSet&, Bytes&) {}).empty());
  CHECK(judge_state([](CoinSet&, Bytes& rest) { rest[4 + 3] ^= 1; }) == another);
  CHECK(judge_state([](CoinSet& coins, Bytes&) { coins.erase(coins.coins().front().first); }) ==
        another);
  CHECK(judge_state([](CoinSet& coins, Bytes&) {
          auto [outpoint, coin] = coins.coins().front();
          coins.erase(outpoint);
          coin.amount += 1;
          coins.insert(outpoint, coin);
        }) == another);
}

TEST_CASE("snapshots_agree: a block that its commit is not for, and what does not decode",
          "[unit]") {
  CHECK(judge_changed([](SnapshotsFixture&, Snapshot& one) {
          one.base.commit.block_id = some_block(7);
        }) == "snapshot of height 1: its block is not the one that its commit is for");
  SnapshotsFixture f;
  const Record whole = encode_record(f.snapshot());
  const BytesView bytes = whole.payload.bytes();
  f.set.on_record(CheckerFixture::moment(0),
                  {RecordKind::snapshot, make_frame({bytes.begin(), bytes.end() - 1})});
  CHECK(f.found() == "writes down a snapshot that does not decode");
}

TEST_CASE(
    "snapshots_agree: nothing is said of a state before the next block is there, nor of a "
    "traitor's",
    "[unit]") {
  SnapshotsFixture f;
  Snapshot one = f.snapshot();
  one.base.next_validators.advance(1);
  f.set.on_record(CheckerFixture::moment(3), encode_record(one));
  f.go_on();
  CHECK(f.found().empty());
}

}  // namespace callo::sim::test
