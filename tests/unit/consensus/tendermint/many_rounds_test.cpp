#include "protocol/consensus/tendermint/records.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"

namespace callo::test {

namespace {

const Now kNow{MonotonicTime{}, kTestStart};
constexpr std::size_t kRoundsHeldMax = 16 + 1 + 1 + 4 + 4;

// Node 3 of four at height 1, told by the test what the others say. Blocks A and B are of height 1.
struct Voter {
  Voter() : replica{test_config(3), test_validators({1, 1, 1, 1})} {
    step([&](Effects& out) { replica.engine.start(kNow, {}, out); });
    for (const std::string_view text : {"A", "B"}) {
      Block block = make_block(replica.engine.chain_view(), replica.application, kTestStart);
      block.transactions = {to_bytes(text)};
      block.header.proposer = NodeId{0};
      bind_content(block);
      blocks.push_back(encode(block));
      ids.push_back({block_hash(block.header), CutBlock{blocks.back()}.header()});
    }
  }

  template <typename Action>
  void step(Action action) {
    Effects out;
    action(out);
    records.insert(records.end(), out.records.begin(), out.records.end());
  }

  Verdict receive(const Frame& frame) {
    Verdict verdict{};
    step([&](Effects& out) { verdict = replica.receive(kNow, frame, out); });
    return verdict;
  }

  Verdict vote(VoteType type, Round round, std::optional<std::size_t> block, std::uint32_t node) {
    return receive(sign(Vote{type, 1, round, block ? ids[*block] : BlockId{}, kTestStart, {node}}));
  }

  void all_vote(VoteType type, Round round, std::optional<std::size_t> block) {
    for (const std::uint32_t node : {0U, 1U, 2U}) {
      vote(type, round, block, node);
    }
  }

  void propose(Round round, std::size_t block, Round valid_round) {
    const NodeId proposer = replica.engine.validators().advanced(round).proposer();
    receive(sign(Proposal{1, round, valid_round, ids[block], kTestStart, proposer}));
    receive(sign(CutBlock{blocks[block]}.part(0, 1, round), proposer.value));
  }

  // By the others' nil precommits and its own timeouts.
  void go_on_to(Round round) {
    while (replica.engine.round() < round) {
      step([&](Effects& out) { replica.engine.on_timer(kNow, TimerId{kTimerPropose}, out); });
      all_vote(VoteType::precommit, replica.engine.round(), std::nullopt);
      step([&](Effects& out) { replica.engine.on_timer(kNow, TimerId{kTimerPrecommit}, out); });
    }
  }

  void lock(Round round, std::size_t block, Round valid_round) {
    propose(round, block, valid_round);
    all_vote(VoteType::prevote, round, block);
    REQUIRE(replica.engine.locked_value().block_id == ids[block]);
  }

  // Of a proposer other than node 3, from this round on.
  Round round_of_another(Round round) const {
    while (replica.engine.validators().advanced(round).proposer() == NodeId{3}) {
      ++round;
    }
    return round;
  }

  bool has_own_prevote(Round round, const BlockId& block_id) const {
    return std::any_of(records.begin(), records.end(), [&](const Record& record) {
      if (record.kind != RecordKind::signed_message) {
        return false;
      }
      const std::optional<Vote> vote = decode_vote(*open_envelope(record.payload.bytes()));
      return vote && vote->type == VoteType::prevote && vote->round == round &&
             vote->block_id == block_id;
    });
  }

  TestReplica replica;
  std::vector<Bytes> blocks;
  std::vector<BlockId> ids;
  std::vector<Record> records;
};

}  // namespace

TEST_CASE("many rounds: a height of any number of them costs the memory of a few",
          "[unit][tendermint]") {
  Voter voter;
  voter.lock(0, 0, kNoRound);
  for (const Round round : {20, 100, 1'000}) {
    voter.go_on_to(round);
    const TendermintHoldings held = voter.replica.engine.holdings();
    CHECK(held.open_rounds <= kRoundsHeldMax);
    CHECK(held.own_messages <= 3 * kRoundsHeldMax + 2);
  }
  CHECK(voter.replica.engine.log().find(0) != nullptr);  // the lock's
  CHECK(voter.replica.engine.log().find(1) == nullptr);
  CHECK(voter.vote(VoteType::prevote, 1, 1, 0) == Verdict::stale);
  CHECK(voter.vote(VoteType::prevote, 999, 1, 0) == Verdict::accepted);
}

TEST_CASE("many rounds: after a restart as before", "[unit][tendermint]") {
  Voter voter;
  voter.lock(0, 0, kNoRound);
  voter.go_on_to(300);
  TestReplica restarted{test_config(3), test_validators({1, 1, 1, 1})};
  Effects out;
  restarted.engine.start(kNow, voter.records, out);
  CHECK(restarted.engine.locked_value().block_id == voter.ids[0]);
  CHECK(restarted.engine.holdings().open_rounds <= kRoundsHeldMax);
  CHECK(restarted.engine.holdings().own_messages <= 3 * kRoundsHeldMax + 2);
}

// Each of its votes would cost every node a verification and be passed on: within f, yet enough to
// stop a height.
TEST_CASE("many rounds: who races through them is heard at the pace of rounds",
          "[unit][tendermint]") {
  Voter voter;
  std::uint64_t verifications = 0;
  const auto accepted = [&](Now now, Round first, Round last) {
    std::size_t count = 0;
    for (Round round = first; round < last; ++round) {
      Effects out;
      const Frame frame = sign(Vote{VoteType::prevote, 1, round, BlockId{}, kTestStart, NodeId{0}});
      count += voter.replica.receive(now, frame, out) == Verdict::accepted ? 1U : 0U;
      verifications += out.work.verifications;
    }
    return count;
  };
  const std::size_t burst = kDisplacementsPerTimeout + 1;
  CHECK(accepted(kNow, 1, 1'000) == kFuturePerValidatorMax + burst);
  CHECK(accepted(kNow, 1'000, 2'000) == 0);
  const Now later{kNow.monotonic + test_config(3).precommit.base, kTestStart};
  CHECK(accepted(later, 2'000, 3'000) == kDisplacementsPerTimeout);
  CHECK(verifications == kFuturePerValidatorMax + burst + kDisplacementsPerTimeout);
  // Nobody else is heard less for it.
  CHECK(voter.vote(VoteType::prevote, 2'000, std::nullopt, 1) == Verdict::accepted);
}

// Those who signed them may never come back, and the block is proposed to voters who want to see
// why (line 28): the very frames, so that their signatures still hold.
TEST_CASE("many rounds: the prevotes of a lock are there after a restart", "[unit][tendermint]") {
  Voter voter;
  voter.lock(0, 0, kNoRound);
  voter.go_on_to(2);
  TestReplica restarted{test_config(3), test_validators({1, 1, 1, 1})};
  Effects out;
  restarted.engine.start(kNow, voter.records, out);
  for (const std::size_t index : {0U, 1U, 3U}) {  // node 2 was late
    const Frame* const before = voter.replica.engine.vote_frame(1, 0, VoteType::prevote, index);
    const Frame* const after = restarted.engine.vote_frame(1, 0, VoteType::prevote, index);
    REQUIRE(after != nullptr);
    CHECK(after->id() == before->id());
  }
  CHECK(restarted.engine.log().find(0)->prevotes.has_quorum(voter.ids[0]));
}

// A disk keeps the prefix of what a step wrote.
TEST_CASE("many rounds: a lock whose precommit was lost in the crash is precommitted for",
          "[unit][tendermint]") {
  Voter voter;
  voter.lock(0, 0, kNoRound);
  const auto polka =
      std::find_if(voter.records.begin(), voter.records.end(),
                   [](const Record& record) { return record.kind == RecordKind::polka; });
  REQUIRE(polka != voter.records.end());
  voter.records.erase(polka + 1, voter.records.end());
  TestReplica restarted{test_config(3), test_validators({1, 1, 1, 1})};
  Effects out;
  restarted.engine.start(kNow, voter.records, out);
  const Frame* const own = restarted.engine.vote_frame(1, 0, VoteType::precommit, 3);
  REQUIRE(own != nullptr);
  CHECK(decode_vote(*open_envelope(own->bytes()))->block_id == voter.ids[0]);
}

// Somebody locked A in a round whose prevotes this node never saw, and proposes it forty rounds
// later: line 28 has to see them then.
TEST_CASE("many rounds: the prevotes of an old lock count once a proposal names their round",
          "[unit][tendermint]") {
  Voter voter;
  voter.go_on_to(voter.round_of_another(42));
  const Round now = voter.replica.engine.round();
  CHECK(voter.vote(VoteType::prevote, 2, 0, 0) == Verdict::stale);
  voter.propose(now, 0, 2);
  CHECK_FALSE(voter.has_own_prevote(now, voter.ids[0]));
  for (const std::uint32_t node : {0U, 1U, 2U}) {
    CHECK(voter.vote(VoteType::prevote, 2, 0, node) == Verdict::accepted);
  }
  CHECK(voter.has_own_prevote(now, voter.ids[0]));
}

// The precommit that has to be justified is much older than what is kept of other rounds.
TEST_CASE("many rounds: a vote against a precommit of long ago is justified",
          "[unit][tendermint]") {
  Voter voter;
  voter.lock(0, 0, kNoRound);
  voter.go_on_to(voter.round_of_another(50));
  const Round now = voter.replica.engine.round();
  voter.propose(now, 1, kNoRound);
  voter.step([&](Effects& out) { voter.replica.engine.on_timer(kNow, TimerId{0}, out); });
  voter.all_vote(VoteType::prevote, now, 1);
  REQUIRE(voter.replica.engine.locked_value().block_id == voter.ids[1]);
  REQUIRE(voter.replica.engine.justifications(1).size() == 1);
  CHECK(voter.replica.engine.justifications(1).front().polkas.front().block_id == voter.ids[1]);
}

// The block that it decides comes at last: line 49 knows no limit of rounds.
TEST_CASE("many rounds: +2/3 precommits of long ago decide when their block comes",
          "[unit][tendermint]") {
  Voter voter;
  voter.all_vote(VoteType::precommit, 0, 0);
  voter.step([&](Effects& out) { voter.replica.engine.on_timer(kNow, TimerId{2}, out); });
  voter.go_on_to(60);
  CHECK(voter.replica.engine.tip().height == 0);
  voter.receive(sign(CutBlock{voter.blocks[0]}.part(0, 1, 0), 0));
  CHECK(voter.replica.engine.tip().height == 1);
}

}  // namespace callo::test
