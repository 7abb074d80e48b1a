#include "protocol/chain/commit_check.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"

namespace callo {

namespace {

// Powers 1, 1, 1, 2: a quorum is 4 of 5.
struct CommitFixture {
  CommitFixture() {
    id.hash.bytes.fill(1);
    id.parts = {1, id.hash};
    commit = {3, 1, id, {}};
    commit.signatures.resize(4);
    for (std::uint32_t node = 0; node < 4; ++node) {
      sign_as(node, CommitFlag::for_block);
    }
  }

  void sign_as(std::uint32_t node, CommitFlag flag) {
    const BlockId choice = flag == CommitFlag::for_block ? id : BlockId{};
    const Vote vote{VoteType::precommit, 3, 1, choice, test::kTestStart, NodeId{node}};
    test::FakeSigner signer{node};
    commit.signatures[node] = {flag, vote.time,
                               signer.sign(vote_sign_bytes(test::kTestChain, vote))};
  }

  CommitFault check(const Commit* known = nullptr) {
    return check_commit({test::kTestChain, validators, 3, id}, commit, known, verifier, work);
  }

  ValidatorSet validators = test::test_validators({1, 1, 1, 2});
  BlockId id;
  Commit commit;
  test::FakeVerifier verifier;
  Work work;
};

}  // namespace

TEST_CASE("commit check: holds when all signed, and costs a check each", "[unit][chain]") {
  CommitFixture fixture;
  CHECK(fixture.check() == CommitFault::none);
  CHECK(fixture.work.verifications == 4);
  CHECK(fixture.verifier.calls == 4);
}

TEST_CASE("commit check: power decides, not heads", "[unit][chain]") {
  CommitFixture fixture;
  fixture.commit.signatures[0] = {};
  CHECK(fixture.check() == CommitFault::none);
  fixture.sign_as(0, CommitFlag::for_nil);
  CHECK(fixture.check() == CommitFault::none);
  fixture.sign_as(0, CommitFlag::for_block);
  fixture.commit.signatures[3] = {};
  CHECK(fixture.check() == CommitFault::too_little_power);
}

TEST_CASE("commit check: one bad signature fails it even beyond two thirds or for nil",
          "[unit][chain]") {
  for (const CommitFlag flag : {CommitFlag::for_block, CommitFlag::for_nil}) {
    CommitFixture fixture;
    fixture.sign_as(2, flag);
    fixture.commit.signatures[2].signature.bytes[5] ^= 1;
    CHECK(fixture.check() == CommitFault::bad_signature);
  }
  CommitFixture fixture;
  fixture.commit.signatures[1] = fixture.commit.signatures[0];
  CHECK(fixture.check() == CommitFault::bad_signature);
}

TEST_CASE("commit check: height, block and count must match", "[unit][chain]") {
  CommitFixture fixture;
  fixture.commit.height = 4;
  CHECK(fixture.check() == CommitFault::wrong_height);
  fixture = {};
  fixture.commit.block_id.parts.total = 2;
  CHECK(fixture.check() == CommitFault::wrong_block);
  fixture = {};
  fixture.commit.signatures.pop_back();
  CHECK(fixture.check() == CommitFault::wrong_count);
}

TEST_CASE("commit check: only what a known commit lacks is verified again", "[unit][chain]") {
  CommitFixture fixture;
  Commit known = fixture.commit;
  known.signatures[2] = {};
  CHECK(fixture.check(&known) == CommitFault::none);
  CHECK(fixture.verifier.calls == 1);
  // A known commit of another round covers other bytes.
  known.round = 0;
  CHECK(fixture.check(&known) == CommitFault::none);
  CHECK(fixture.verifier.calls == 5);
}

}  // namespace callo
