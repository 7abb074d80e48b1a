#include "protocol/chain/inquest.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ledger_fixture.hpp"
#include "tests/support/node_network.hpp"

namespace callo {

using namespace std::chrono_literals;
using test::NodeNetwork;

namespace {

constexpr const char* kChain = "sphyx";

// As node 3 holds it: the first decided height whose commit has the precommits of 1, 2 and 3.
Commit commit_of_three(const NodeNetwork& network) {
  for (Height height = 1; height <= network.height(3); ++height) {
    const auto commit =
        decode_commit(network.node(3).archive().find(height)->commit.bytes()).value();
    const auto signs = [&](std::size_t index) {
      return commit.signatures[index].flag == CommitFlag::for_block;
    };
    if (signs(1) && signs(2) && signs(3)) {
      return commit;
    }
  }
  FAIL("no such commit");
  return {};
}

// What nodes 1, 2 and 3 sign whose keys somebody else holds: another block, a round later.
Fork fork_from(const Commit& decided) {
  Commit other = decided;
  other.round = decided.round + 1;
  other.block_id.hash.bytes[0] ^= 1;
  other.signatures.assign(4, {});
  for (std::uint32_t node = 1; node < 4; ++node) {
    Ed25519Signer signer{test::key_seed(static_cast<std::uint8_t>(node + 1))};
    const CalendarTime time = decided.signatures[node].time;
    const Vote vote{VoteType::precommit, other.height, other.round,
                    other.block_id,      time,         NodeId{node}};
    other.signatures[node] = {CommitFlag::for_block, time,
                              signer.sign(vote_sign_bytes(kChain, vote))};
  }
  return make_fork(decided, other).value();
}

Frame question_of(std::uint32_t node, const Fork& fork) {
  Ed25519Signer signer{test::key_seed(static_cast<std::uint8_t>(node + 1))};
  return seal({kChain, MessageKind::justification_request, NodeId{node}, 1}, encode_data(fork),
              signer);
}

using Nodes = std::vector<NodeId>;

}  // namespace

// Node 3 is down: nobody can know what it would say. It answers from its records once it is back.
TEST_CASE("node inquest: a silent node is a suspect until it answers, over the wire",
          "[unit][node]") {
  NodeNetwork network{{}};
  network.run_until(4s);
  const Fork fork = fork_from(commit_of_three(network));
  network.crash(3);
  network.inject(1, 0, question_of(1, fork));
  network.run_until(9s);
  for (const std::uint32_t node : {0U, 1U, 2U}) {
    INFO("node " << node);
    CHECK(network.last_blame(node).height == fork.height());
    CHECK(network.last_blame(node).culprits == Nodes{{1}, {2}});
    CHECK(network.last_blame(node).suspects == Nodes{{3}});
    CHECK_FALSE(network.last_blame(node).is_final);
  }
  network.restart(3);
  network.run_until(25s);
  for (const std::uint32_t node : {0U, 1U, 2U}) {
    INFO("node " << node);
    CHECK(network.last_blame(node).culprits == Nodes{{1}, {2}, {3}});
    CHECK(network.last_blame(node).suspects.empty());
    CHECK(network.last_blame(node).is_final);
  }
  CHECK(network.agree());
}

TEST_CASE("node inquest: its proof convicts by itself", "[unit][node]") {
  NodeNetwork network{{}};
  network.run_until(4s);
  const Fork fork = fork_from(commit_of_three(network));
  network.inject(1, 0, question_of(1, fork));
  network.run_until(6s);
  const auto proof = decode_fork_proof(network.last_blame(0).proof.bytes());
  REQUIRE(proof.has_value());
  Ed25519Verifier verifier;
  Work work;
  const ValidatorSet& validators = *network.node(0).consensus().validators_of(fork.height());
  const auto blame = verify_fork_proof(*proof, kChain, validators, verifier, work);
  REQUIRE(blame.has_value());
  CHECK(blame->culprits == Nodes{{1}, {2}, {3}});
}

TEST_CASE("node inquest: nobody looks into commits that do not hold, or asks about the open height",
          "[unit][node]") {
  NodeNetwork network{{}};
  network.run_until(4s);
  Fork fork = fork_from(commit_of_three(network));
  fork.second.signatures[2].signature.bytes[0] ^= 1;
  network.inject(1, 0, question_of(1, fork));
  network.run_until(6s);
  CHECK(network.node(0).holdings().inquests == 0);
  CHECK(network.last_blame(0).height == 0);
  const Height open = network.node(0).consensus().height();
  CHECK_FALSE(network.node(0).consensus().can_account_for(open));
  CHECK(network.node(0).consensus().can_account_for(open - 1));
}

}  // namespace callo
