#include "protocol/consensus/tendermint/tendermint.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"

namespace callo::test {

namespace {

const Now kNow{MonotonicTime{}, kTestStart};

// Follows a chain that the validators make, from the seat of node 9, and writes down what it said.
struct Follower {
  explicit Follower(TendermintConfig config = follower_config())
      : replica{config, test_validators({1, 1, 1, 1})} {
    replica.engine.start(kNow, {}, out);
  }

  static TendermintConfig follower_config() {
    TendermintConfig config = test_config(9);
    config.commit = Duration::zero();
    return config;
  }

  Tendermint& engine() { return replica.engine; }

  // A block on top of this node's chain, by the proposer whose turn it is.
  Block next_block() {
    Block block = make_block(engine().chain_view(), replica.application, kTestStart);
    block.header.proposer = engine().validators().proposer();
    return block;
  }

  // All validators of the open height sign it.
  Verdict decide(const Block& block, std::int64_t seconds = 1) {
    const Bytes bytes = encode(block);
    const BlockId id{block_hash(block.header), CutBlock{bytes}.header()};
    Commit commit{engine().height(), 0, id, {}};
    for (const Validator& validator : engine().validators().validators()) {
      const Vote vote{VoteType::precommit,
                      commit.height,
                      0,
                      id,
                      kTestStart + std::chrono::seconds{seconds} * static_cast<int>(commit.height),
                      validator.node};
      FakeSigner signer{validator.node.value};
      commit.signatures.push_back(
          {CommitFlag::for_block, vote.time, signer.sign(vote_sign_bytes(kTestChain, vote))});
    }
    return engine().receive_decided(kNow, bytes, commit, out);
  }

  void decide_next(int blocks = 1) {
    for (int count = 0; count < blocks; ++count) {
      REQUIRE(decide(next_block()) == Verdict::accepted);
    }
  }

  std::vector<std::uint32_t> members() {
    std::vector<std::uint32_t> nodes;
    for (const Validator& validator : engine().validators().validators()) {
      nodes.push_back(validator.node.value);
    }
    return nodes;
  }

  Effects out;
  TestReplica replica;
};

ValidatorUpdate update(std::uint32_t node, std::int64_t power) {
  return {NodeId{node}, fake_key(node), power};
}

DuplicateEvidence double_vote(std::uint32_t node, Height height) {
  Vote vote{VoteType::prevote, height, 0, {}, kTestStart, NodeId{node}};
  const Frame first = sign(vote);
  vote.block_id = {Hash{{1}}, {1, Hash{{2}}}};
  return {first, sign(vote)};
}

std::vector<std::uint32_t> nodes(std::initializer_list<std::uint32_t> list) {
  return list;
}

}  // namespace

TEST_CASE("validator changes: decided at H, named by H+1, in force at H+2", "[unit][tendermint]") {
  Follower chain;
  chain.replica.application.decide(2, {update(9, 3), update(0, 0)});
  chain.decide_next(2);
  CHECK(chain.engine().height() == 3);
  CHECK(chain.members() == nodes({0, 1, 2, 3}));
  CHECK_FALSE(chain.engine().is_validator());
  const Block at_three = chain.next_block();
  CHECK(at_three.header.next_validators_hash != at_three.header.validators_hash);
  chain.decide_next();
  CHECK(chain.members() == nodes({1, 2, 3, 9}));
  CHECK(chain.engine().is_validator());
  CHECK(chain.engine().validators().total_power() == 6);
  CHECK(chain.next_block().header.validators_hash == at_three.header.next_validators_hash);
  // The LastCommit of this block is of the old set, its own votes are of the new one.
  chain.decide_next(3);
  CHECK(chain.engine().height() == 7);
}

TEST_CASE("validator changes: a block that names other next validators is not valid",
          "[unit][tendermint]") {
  Follower chain;
  chain.replica.application.decide(1, {update(9, 3)});
  chain.decide_next();
  Block block = chain.next_block();
  block.header.next_validators_hash = block.header.validators_hash;
  CHECK(chain.decide(block) == Verdict::bad_content);
  CHECK(chain.decide(chain.next_block()) == Verdict::accepted);
}

TEST_CASE("validator changes: who restarts or joins late has the same sets and proposers",
          "[unit][tendermint]") {
  Follower chain;
  chain.replica.application.decide(2, {update(9, 3), update(0, 0)});
  chain.replica.application.decide(4, {update(5, 1), update(9, 2)});
  chain.decide_next(9);
  Follower again;
  again.replica.application.decide(2, {update(9, 3), update(0, 0)});
  again.replica.application.decide(4, {update(5, 1), update(9, 2)});
  TestReplica restarted{Follower::follower_config(), test_validators({1, 1, 1, 1})};
  restarted.application.decide(2, {update(9, 3), update(0, 0)});
  restarted.application.decide(4, {update(5, 1), update(9, 2)});
  Effects out;
  restarted.engine.start(kNow, chain.out.records, out);
  REQUIRE(restarted.engine.height() == 10);
  for (Round round = 0; round < 20; ++round) {
    CHECK(restarted.engine.validators().advanced(round).proposer() ==
          chain.engine().validators().advanced(round).proposer());
  }
  CHECK(restarted.engine.validators().hash() == chain.engine().validators().hash());
  CHECK(restarted.engine.is_validator());
}

TEST_CASE("validator changes: votes are judged by the set of their own height",
          "[unit][tendermint]") {
  Follower chain;
  chain.replica.application.decide(1, {update(5, 1), update(0, 0)});
  chain.decide_next();  // open: 2, with the old set; 3 has the new one
  const auto prevote = [&](Height height, std::uint32_t node) {
    return chain.replica.receive(
        kNow, sign(Vote{VoteType::prevote, height, 0, {}, kTestStart, NodeId{node}}), chain.out);
  };
  CHECK(prevote(2, 0) == Verdict::accepted);
  CHECK(prevote(2, 5) == Verdict::unknown_sender);
  CHECK(prevote(3, 0) == Verdict::unknown_sender);
  CHECK(prevote(3, 5) == Verdict::accepted);
  chain.decide_next();
  CHECK(chain.engine().log().find(0)->prevotes.power() == 1);
  // What the departed says of its last height is still heard.
  const Vote other{VoteType::prevote, 2, 0, {Hash{{1}}, {1, Hash{{2}}}}, kTestStart, NodeId{0}};
  CHECK(chain.replica.receive(kNow, sign(other), chain.out) == Verdict::conflicting);
}

TEST_CASE("validator changes: the last validator stays", "[unit][tendermint]") {
  Follower chain;
  chain.replica.application.decide(1, {update(0, 0), update(1, 0), update(2, 0), update(3, 0)});
  chain.decide_next(3);
  CHECK(chain.members() == nodes({3}));
}

TEST_CASE("evidence: is committed once and judged by every node", "[unit][tendermint]") {
  Follower chain;
  chain.decide_next(2);
  const DuplicateEvidence evidence = double_vote(1, 2);
  CHECK(chain.engine().receive_evidence(evidence, chain.out) == Verdict::accepted);
  const Block block = chain.next_block();
  REQUIRE(block.evidence == std::vector<DuplicateEvidence>{evidence});
  Block twice = block;
  twice.evidence.push_back(evidence);
  bind_content(twice);
  CHECK(chain.decide(twice) == Verdict::bad_content);
  CHECK(chain.decide(block) == Verdict::accepted);
  CHECK(chain.next_block().evidence.empty());
  Block again = chain.next_block();
  again.evidence = {evidence};
  bind_content(again);
  CHECK(chain.decide(again) == Verdict::bad_content);
}

TEST_CASE("evidence: a block with evidence that proves nothing is not valid",
          "[unit][tendermint]") {
  Follower chain;
  chain.decide_next(2);
  const auto is_refused = [&](const DuplicateEvidence& evidence) {
    Block block = chain.next_block();
    block.evidence = {evidence};
    bind_content(block);
    return chain.decide(block) == Verdict::bad_content;
  };
  CHECK(is_refused(double_vote(9, 2)));  // no validator
  CHECK(is_refused(double_vote(1, 3)));  // its height is not decided yet
  DuplicateEvidence same = double_vote(1, 2);
  same.second = same.first;
  CHECK(is_refused(same));
  DuplicateEvidence forged = double_vote(1, 2);
  Bytes bytes{forged.first.bytes().begin(), forged.first.bytes().end()};
  bytes.at(bytes.size() - 1) ^= 1;
  forged.first = make_frame(bytes);
  CHECK(is_refused(forged));
  CHECK_FALSE(is_refused(double_vote(1, 2)));
}

TEST_CASE("evidence: is refused when it is too old by both limits", "[unit][tendermint]") {
  TendermintConfig config = Follower::follower_config();
  config.evidence_age = {3, std::chrono::milliseconds{3}};
  Follower chain{config};
  chain.decide_next(6);
  Block block = chain.next_block();
  block.evidence = {double_vote(1, 2)};
  bind_content(block);
  CHECK(chain.decide(block) == Verdict::bad_content);
  CHECK(chain.engine().receive_evidence(double_vote(1, 2), chain.out) == Verdict::stale);
  block.evidence = {double_vote(1, 3)};
  bind_content(block);
  CHECK(chain.decide(block) == Verdict::accepted);
}

TEST_CASE("evidence: survives a restart as far as it is committed", "[unit][tendermint]") {
  Follower chain;
  chain.decide_next(2);
  CHECK(chain.engine().receive_evidence(double_vote(1, 2), chain.out) == Verdict::accepted);
  chain.decide_next(2);
  TestReplica restarted{Follower::follower_config(), test_validators({1, 1, 1, 1})};
  Effects out;
  restarted.engine.start(kNow, chain.out.records, out);
  CHECK(restarted.engine.evidence().is_committed(*claimed_offence(double_vote(1, 2))));
}

TEST_CASE("evidence: a proven traitor is removed by policy, an honest set is never emptied",
          "[unit][tendermint]") {
  TendermintConfig config = Follower::follower_config();
  config.evidence_policy = EvidencePolicy::remove;
  Follower chain{config};
  chain.decide_next(2);
  for (const std::uint32_t node : {0U, 1U, 2U, 3U}) {
    CHECK(chain.engine().receive_evidence(double_vote(node, 2), chain.out) == Verdict::accepted);
  }
  chain.decide_next();
  CHECK(chain.members() == nodes({0, 1, 2, 3}));
  chain.decide_next();
  CHECK(chain.members() == nodes({3}));
  Follower lenient;
  lenient.decide_next(2);
  CHECK(lenient.engine().receive_evidence(double_vote(1, 2), lenient.out) == Verdict::accepted);
  lenient.decide_next(3);
  CHECK(lenient.members() == nodes({0, 1, 2, 3}));
}

TEST_CASE("block time: by the median nobody chooses, by the proposer nobody turns it back",
          "[unit][tendermint]") {
  for (const BlockTimeRule rule : {BlockTimeRule::median, BlockTimeRule::proposer}) {
    TendermintConfig config = Follower::follower_config();
    config.block_time = rule;
    Follower chain{config};
    chain.decide_next(2);
    const Block block = chain.next_block();
    const CalendarTime median = kTestStart + std::chrono::seconds{2};
    CHECK(block.header.time == median);
    Block earlier = block;
    earlier.header.time -= Duration{1};
    CHECK(chain.decide(earlier) == Verdict::bad_content);
    Block later = block;
    later.header.time += Duration{1};
    CHECK((chain.decide(later) == Verdict::accepted) == (rule == BlockTimeRule::proposer));
  }
}

}  // namespace callo::test
