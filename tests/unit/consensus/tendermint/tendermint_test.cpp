#include "protocol/consensus/tendermint/tendermint.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/consensus_world.hpp"

namespace callo::test {

namespace {

struct Fixture {
  explicit Fixture(std::uint32_t self = 3)
      : replica{test_config(self), test_validators({1, 1, 1, 1})} {
    replica.engine.start(now, {}, out);
  }

  Frame vote(VoteType type, Height height, Round round, const BlockId& id, std::uint32_t node) {
    return sign(Vote{type, height, round, id, kTestStart, NodeId{node}});
  }

  Verdict receive(const Frame& frame) { return replica.receive(now, frame, out); }

  Now now{MonotonicTime{}, kTestStart};
  Effects out;
  TestReplica replica;
};

}  // namespace

TEST_CASE("tendermint: duplicates cost no signature check", "[unit][tendermint]") {
  Fixture fixture;
  const Frame frame = fixture.vote(VoteType::prevote, 1, 0, {}, 0);
  CHECK(fixture.receive(frame) == Verdict::accepted);
  CHECK(fixture.replica.verifier.calls == 1);
  CHECK(fixture.receive(frame) == Verdict::duplicate);
  CHECK(fixture.replica.verifier.calls == 1);
  CHECK(fixture.out.work.verifications == 1);
}

TEST_CASE("tendermint: what is not signed by a validator is refused", "[unit][tendermint]") {
  Fixture fixture;
  CHECK(fixture.receive(fixture.vote(VoteType::prevote, 1, 0, {}, 9)) == Verdict::unknown_sender);
  FakeSigner other{1};
  const Vote vote{VoteType::prevote, 1, 0, {}, kTestStart, NodeId{0}};
  CHECK(fixture.receive(seal(vote_header(kTestChain, vote.type, vote.validator), encode_data(vote),
                             other)) == Verdict::bad_signature);
  FakeSigner signer{0};
  CHECK(fixture.receive(seal(vote_header("other", vote.type, vote.validator), encode_data(vote),
                             signer)) == Verdict::malformed);
  // A forged vote leaves the place to the true one.
  CHECK(fixture.receive(sign(vote)) == Verdict::accepted);
}

TEST_CASE("tendermint: a traitor of a million rounds fills only its own places",
          "[unit][tendermint]") {
  Fixture fixture;
  for (Round round = 1; round <= 20'000; ++round) {
    fixture.receive(fixture.vote(VoteType::prevote, 1, round, {}, 0));
    fixture.out.clear();
    fixture.now.monotonic += test_config(3).precommit.base / kDisplacementsPerTimeout;
  }
  CHECK(fixture.replica.engine.round() == 0);
  CHECK(fixture.replica.engine.log().rounds().size() <= 1);
  // Its highest rounds are the ones kept: one more sender and f+1 are there.
  fixture.receive(fixture.vote(VoteType::prevote, 1, 20'000, {}, 1));
  CHECK(fixture.replica.engine.round() == 20'000);
}

TEST_CASE("tendermint: far heights and rounds are refused before their signature is checked",
          "[unit][tendermint]") {
  Fixture fixture;
  for (const Height height : {Height{3}, Height{1} << 62, UINT64_MAX}) {
    CHECK(fixture.receive(fixture.vote(VoteType::precommit, height, 0, {}, 0)) ==
          Verdict::too_far_ahead);
  }
  CHECK(fixture.receive(fixture.vote(VoteType::precommit, 1, INT32_MAX, {}, 0)) ==
        Verdict::too_far_ahead);
  CHECK(fixture.receive(
            sign(Proposal{1, INT32_MAX, -1, {Hash{{1}}, {1, {}}}, kTestStart, NodeId{0}})) ==
        Verdict::too_far_ahead);
  CHECK(fixture.replica.verifier.calls == 0);
}

TEST_CASE("tendermint: the next height's messages wait in a bounded number of places",
          "[unit][tendermint]") {
  Fixture fixture;
  std::size_t accepted = 0;
  for (Round round = 0; round < 100; ++round) {
    accepted +=
        fixture.receive(fixture.vote(VoteType::prevote, 2, round, {}, 0)) == Verdict::accepted;
  }
  CHECK(accepted == kFuturePerValidatorMax);
}

TEST_CASE("tendermint: candidates of an equivocating proposer are bounded", "[unit][tendermint]") {
  Fixture fixture;
  for (std::uint8_t tag = 1; tag < 100; ++tag) {
    Bytes bytes(100, tag);
    const CutBlock cut{bytes};
    BlockId id{cut.header().root, cut.header()};
    fixture.receive(sign(cut.part(0, 1, 0), 0));
    fixture.receive(sign(Proposal{1, 0, -1, id, kTestStart, NodeId{0}}));
  }
  CHECK(fixture.replica.engine.candidates().all().size() <= kCandidatesMax);
  CHECK(fixture.replica.engine.log().find(0)->proposals.size() == kProposalsPerRoundMax);
}

TEST_CASE("tendermint: a decided block with a bad commit is refused", "[unit][tendermint]") {
  World world{{}};
  world.start();
  REQUIRE(world.run_until(2, std::chrono::minutes{1}));
  const ChainTip& tip = world.engine(0).tip();
  REQUIRE(tip.height >= 2);
  Fixture late;
  CHECK(late.replica.engine.receive_decided(late.now, tip.block.bytes(), tip.commit, late.out) ==
        Verdict::too_far_ahead);
}

TEST_CASE("tendermint: a follower decides without ever signing", "[unit][tendermint]") {
  TendermintConfig config = test_config(9);
  TestReplica follower{config, test_validators({1, 1, 1, 1})};
  Effects out;
  const Now now{MonotonicTime{}, kTestStart};
  follower.engine.start(now, {}, out);
  TestReplica author{test_config(0), test_validators({1, 1, 1, 1})};
  Effects said;
  author.engine.start(now, {}, said);
  for (const Send& send : said.sends) {
    CHECK(is_forwarded(follower.receive(now, send.frame, out)));
  }
  const BlockId id = author.engine.log().find(0)->proposals.front().proposal.block_id;
  for (std::uint32_t node = 0; node < 3; ++node) {
    follower.receive(now, sign(Vote{VoteType::precommit, 1, 0, id, kTestStart, NodeId{node}}), out);
  }
  CHECK(follower.engine.tip().height == 1);
  CHECK(out.commits.size() == 1);
  CHECK(out.sends.empty());
  CHECK(out.work.signatures == 0);
}

TEST_CASE("tendermint: a late node catches up by decided blocks, and only by proven ones",
          "[unit][tendermint]") {
  TestReplica author{test_config(0), test_validators({1, 1, 1, 1})};
  Effects said;
  const Now now{MonotonicTime{}, kTestStart};
  author.engine.start(now, {}, said);
  const BlockId id = author.engine.log().find(0)->proposals.front().proposal.block_id;
  for (const VoteType type : {VoteType::prevote, VoteType::precommit}) {
    for (std::uint32_t node = 1; node < 4; ++node) {
      author.receive(now, sign(Vote{type, 1, 0, id, kTestStart, NodeId{node}}), said);
    }
  }
  REQUIRE(said.commits.size() == 1);
  const BytesView block = said.commits.front().block.bytes();
  const Commit commit = *decode_commit(said.commits.front().certificate.bytes());
  Fixture late;
  const auto offer = [&](BytesView bytes, const Commit& proof) {
    return late.replica.engine.receive_decided(now, bytes, proof, late.out);
  };
  Commit broken = commit;
  broken.signatures[1].signature.bytes[0] ^= 1;
  CHECK(offer(block, broken) == Verdict::bad_content);
  broken = commit;
  broken.signatures[0] = broken.signatures[1] = {};
  CHECK(offer(block, broken) == Verdict::bad_content);
  Bytes changed{block.begin(), block.end()};
  changed[changed.size() - 3] ^= 1;
  CHECK(offer(changed, commit) == Verdict::bad_content);
  CHECK(offer({}, commit) == Verdict::malformed);
  CHECK(late.replica.engine.height() == 1);
  CHECK(offer(block, commit) == Verdict::accepted);
  CHECK(late.replica.engine.height() == 2);
  CHECK(late.replica.engine.consensus_step() != ConsensusStep::new_height);
  CHECK(offer(block, commit) == Verdict::stale);
  CHECK(late.replica.application.state_hash() == author.application.state_hash());
}

TEST_CASE("tendermint: late precommits are in the next block's LastCommit", "[unit][tendermint]") {
  // Node 1 proposes at height 2.
  Fixture fixture{1};
  TestReplica author{test_config(0), test_validators({1, 1, 1, 1})};
  Effects said;
  author.engine.start(fixture.now, {}, said);
  for (const Send& send : said.sends) {
    fixture.receive(send.frame);
  }
  const BlockId id = author.engine.log().find(0)->proposals.front().proposal.block_id;
  for (const std::uint32_t node : {0U, 2U}) {
    fixture.receive(fixture.vote(VoteType::prevote, 1, 0, id, node));
    fixture.receive(fixture.vote(VoteType::precommit, 1, 0, id, node));
  }
  REQUIRE(fixture.replica.engine.tip().height == 1);
  CHECK(fixture.receive(fixture.vote(VoteType::precommit, 1, 0, {}, 3)) == Verdict::accepted);
  fixture.replica.engine.on_timer(fixture.now, TimerId{kTimerCommit}, fixture.out);
  const RoundMessages* const messages = fixture.replica.engine.log().find(0);
  REQUIRE(messages != nullptr);
  const Candidate* const own =
      fixture.replica.engine.candidates().find(messages->proposals.front().proposal.block_id.parts);
  const Commit& last = *own->decoded->block->last_commit;
  CHECK(last.signatures[0].flag == CommitFlag::for_block);
  CHECK(last.signatures[3].flag == CommitFlag::for_nil);
  CHECK(own->decoded->block->header.time > fixture.replica.engine.tip().time);
}

}  // namespace callo::test
