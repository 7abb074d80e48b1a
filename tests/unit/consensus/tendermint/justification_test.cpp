#include "protocol/chain/commit_check.hpp"
#include "protocol/consensus/tendermint/records.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"

namespace callo::test {

namespace {

const Now kNow{MonotonicTime{}, kTestStart};

// Node 3 of four, told by the test what the others say at height 1. Blocks A and B are of height 1.
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

  void receive(const Frame& frame) {
    step([&](Effects& out) { replica.receive(kNow, frame, out); });
  }

  void propose(Round round, std::size_t block, Round valid_round) {
    const NodeId proposer = replica.engine.validators().advanced(round).proposer();
    receive(sign(Proposal{1, round, valid_round, ids[block], kTestStart, proposer}));
    receive(sign(CutBlock{blocks[block]}.part(0, 1, round), proposer.value));
  }

  void votes(VoteType type, Round round, std::optional<std::size_t> block,
             std::initializer_list<std::uint32_t> from) {
    for (const std::uint32_t node : from) {
      receive(sign(Vote{type, 1, round, block ? ids[*block] : BlockId{}, kTestStart, {node}}));
    }
  }

  // Locks A in round 0 and comes to round 1 with the others' nil precommits.
  void lock_a_and_go_on() {
    propose(0, 0, kNoRound);
    votes(VoteType::prevote, 0, 0, {0, 1});
    votes(VoteType::precommit, 0, std::nullopt, {0, 1, 2});
    step([&](Effects& out) { replica.engine.on_timer(kNow, TimerId{kTimerPrecommit}, out); });
    REQUIRE(replica.engine.round() == 1);
    REQUIRE(replica.engine.locked_value().block_id == ids[0]);
  }

  // Where in the records it stands; their number if nowhere.
  std::size_t position(RecordKind kind) const {
    std::size_t index = 0;
    while (index < records.size() && records[index].kind != kind) {
      ++index;
    }
    return index;
  }

  std::size_t position_of_own(VoteType type, Round round) const {
    for (std::size_t index = 0; index < records.size(); ++index) {
      if (records[index].kind != RecordKind::signed_message) {
        continue;
      }
      const std::optional<Vote> vote = decode_vote(*open_envelope(records[index].payload.bytes()));
      if (vote && vote->type == type && vote->round == round) {
        return index;
      }
    }
    return records.size();
  }

  TestReplica replica;
  std::vector<Bytes> blocks;
  std::vector<BlockId> ids;
  std::vector<Record> records;
};

}  // namespace

TEST_CASE("justification: is on disk before the precommit against an earlier one",
          "[unit][tendermint]") {
  Voter voter;
  voter.lock_a_and_go_on();
  voter.propose(1, 1, kNoRound);  // line 26: locked on A, prevotes nil
  CHECK(voter.position(RecordKind::justification) == voter.records.size());
  voter.votes(VoteType::prevote, 1, 1, {0, 1, 2});
  const std::size_t at = voter.position(RecordKind::justification);
  REQUIRE(at < voter.records.size());
  CHECK(at < voter.position_of_own(VoteType::precommit, 1));
  CHECK(voter.position_of_own(VoteType::precommit, 1) < voter.records.size());
  const std::span<const Justification> held = voter.replica.engine.justifications(1);
  REQUIRE(held.size() == 1);
  REQUIRE(held.front().polkas.size() == 1);
  const Polka& polka = held.front().polkas.front();
  CHECK(polka.round == 1);
  Work work;
  const CommitClaim claim{kTestChain, voter.replica.engine.validators(), 1, voter.ids[1],
                          VoteType::prevote};
  CHECK(check_commit(claim, polka, nullptr, voter.replica.verifier, work) == CommitFault::none);
}

TEST_CASE("justification: is on disk before the prevote that line 29 allows",
          "[unit][tendermint]") {
  Voter voter;
  voter.lock_a_and_go_on();
  voter.step([&](Effects& out) {
    voter.replica.engine.on_timer(kNow, TimerId{kTimerPropose}, out);  // nil
  });
  // The prevotes for B come without the block, so this node does not lock it in round 1.
  voter.votes(VoteType::prevote, 1, 1, {0, 1, 2});
  voter.votes(VoteType::precommit, 1, std::nullopt, {0, 1, 2});
  voter.step(
      [&](Effects& out) { voter.replica.engine.on_timer(kNow, TimerId{kTimerPrecommit}, out); });
  REQUIRE(voter.replica.engine.round() == 2);
  voter.propose(2, 1, 1);
  const std::size_t at = voter.position(RecordKind::justification);
  REQUIRE(at < voter.records.size());
  CHECK(at < voter.position_of_own(VoteType::prevote, 2));
  CHECK(voter.position_of_own(VoteType::prevote, 2) < voter.records.size());
  // The precommit for B that follows needs no other.
  voter.votes(VoteType::prevote, 2, 1, {0, 1, 2});
  CHECK(voter.position_of_own(VoteType::precommit, 2) < voter.records.size());
  CHECK(voter.replica.engine.justifications(1).size() == 1);
}

TEST_CASE("justification: survives a crash after every record", "[unit][tendermint]") {
  Voter voter;
  voter.lock_a_and_go_on();
  voter.propose(1, 1, kNoRound);
  voter.votes(VoteType::prevote, 1, 1, {0, 1, 2});
  for (std::size_t kept = 0; kept <= voter.records.size(); ++kept) {
    TestReplica restarted{test_config(3), test_validators({1, 1, 1, 1})};
    Effects out;
    restarted.engine.start(kNow, std::span{voter.records}.first(kept), out);
    const bool has_voted = kept > voter.position_of_own(VoteType::precommit, 1);
    const bool is_justified = !restarted.engine.justifications(1).empty();
    CHECK((!has_voted || is_justified));
  }
}

TEST_CASE("justification: none is needed without an earlier precommit for another block",
          "[unit][tendermint]") {
  Voter voter;
  voter.propose(0, 0, kNoRound);
  voter.votes(VoteType::prevote, 0, 0, {0, 1});
  voter.votes(VoteType::precommit, 0, 0, {0, 1});
  CHECK(voter.replica.engine.height() == 2);
  CHECK(voter.position(RecordKind::justification) == voter.records.size());
}

}  // namespace callo::test
