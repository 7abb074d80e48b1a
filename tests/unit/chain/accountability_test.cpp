#include "protocol/chain/accountability.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"

namespace callo {

namespace {

using Nodes = std::vector<std::uint32_t>;

const BlockId kBlockA{Hash{{1}}, {1, Hash{{2}}}};
const BlockId kBlockB{Hash{{3}}, {1, Hash{{4}}}};

// Seven equal validators: a quorum is five, a third is more than two.
Commit certificate(const BlockId& block, Round round, const Nodes& voters, Height height = 9) {
  Commit commit{height, round, block, std::vector<CommitSignature>(7)};
  for (const std::uint32_t voter : voters) {
    commit.signatures[voter].flag = CommitFlag::for_block;
  }
  return commit;
}

struct Judged {
  Misdeed misdeed;
  Nodes culprits;
  Nodes suspects;
};

Nodes numbers(const std::vector<NodeId>& nodes) {
  Nodes result;
  for (const NodeId node : nodes) {
    result.push_back(node.value);
  }
  return result;
}

Judged judged(const Commit& one, const Commit& other, const std::vector<Polka>& polkas,
              const Nodes& answered = {0, 1, 2, 3, 4, 5, 6}) {
  Testimony testimony{polkas, {}};
  for (const std::uint32_t node : answered) {
    testimony.answered.insert(NodeId{node});
  }
  const ValidatorSet validators = test::test_validators({1, 1, 1, 1, 1, 1, 1});
  const Blame blame = judge(one, other, testimony, validators);
  CHECK(blame.culprit_power == static_cast<std::int64_t>(blame.culprits.size()));
  CHECK(blame.suspect_power == static_cast<std::int64_t>(blame.suspects.size()));
  return {blame.misdeed, numbers(blame.culprits), numbers(blame.suspects)};
}

}  // namespace

TEST_CASE("accountability: whoever stands in two certificates of one round equivocated",
          "[unit][chain]") {
  Commit one = certificate(kBlockA, 2, {0, 1, 2, 3, 4});
  const Commit other = certificate(kBlockB, 2, {2, 3, 4, 5, 6});
  CHECK(judged(one, other, {}).culprits == Nodes{2, 3, 4});
  CHECK(judged(one, other, {}, {}).culprits == Nodes{2, 3, 4});  // needs nobody's answer
  one.signatures[5].flag = CommitFlag::for_nil;
  CHECK(judged(one, other, {}).culprits == Nodes{2, 3, 4, 5});
  CHECK(judged(one, other, {}).misdeed == Misdeed::equivocation);
}

TEST_CASE("accountability: certificates that do not contradict each other name nobody",
          "[unit][chain]") {
  const Commit one = certificate(kBlockA, 2, {0, 1, 2, 3, 4});
  CHECK(judged(one, certificate(kBlockA, 3, {0, 1, 2, 3, 4}), {}).misdeed == Misdeed::none);
  CHECK(judged(one, certificate(kBlockB, 3, {0, 1, 2, 3, 4}, 10), {}).misdeed == Misdeed::none);
}

TEST_CASE("accountability: who broke his lock across rounds forgot it, in either order",
          "[unit][chain]") {
  const Commit one = certificate(kBlockA, 0, {0, 1, 2, 3, 4});
  const Commit other = certificate(kBlockB, 3, {2, 3, 4, 5, 6});
  for (const bool in_order : {true, false}) {
    const Judged verdict = in_order ? judged(one, other, {}) : judged(other, one, {});
    CHECK(verdict.misdeed == Misdeed::amnesia);
    CHECK(verdict.culprits == Nodes{2, 3, 4});
  }
}

// Node 2 is correct: it changed its lock by the prevotes of round 1.
TEST_CASE("accountability: a justification clears its holder and names who made it",
          "[unit][chain]") {
  const Commit one = certificate(kBlockA, 0, {0, 1, 2, 3, 4});
  const Commit other = certificate(kBlockB, 3, {2, 3, 4, 5, 6});
  const Polka polka = certificate(kBlockB, 1, {1, 3, 4, 5, 6});
  CHECK(judged(one, other, {polka}).culprits == Nodes{1, 3, 4});
  // A later polka changes nothing once there is an earlier one.
  const Polka late = certificate(kBlockB, 2, {1, 2, 4, 5, 6});
  CHECK(judged(one, other, {late, polka}).culprits == Nodes{1, 3, 4});
  // One of before the lock, of after the second certificate, or for another block allows nothing.
  const Commit locked_late = certificate(kBlockA, 2, {0, 1, 2, 3, 4});
  CHECK(judged(locked_late, other, {polka}).culprits == Nodes{2, 3, 4});
  CHECK(judged(one, other, {certificate(kBlockB, 4, {1, 3, 4, 5, 6})}).culprits == Nodes{2, 3, 4});
  CHECK(judged(one, other, {certificate(kBlockA, 1, {1, 3, 4, 5, 6})}).culprits == Nodes{2, 3, 4});
}

TEST_CASE("accountability: two polkas of the lock's own round name the equivocators",
          "[unit][chain]") {
  const Commit one = certificate(kBlockA, 1, {0, 1, 2, 3, 4});
  const Commit other = certificate(kBlockB, 3, {2, 3, 4, 5, 6});
  const Polka allowed = certificate(kBlockB, 1, {2, 3, 4, 5, 6});
  const Polka lock = certificate(kBlockA, 1, {0, 1, 4, 5, 6});
  CHECK(judged(one, other, {allowed, lock}).misdeed == Misdeed::equivocation);
  CHECK(judged(one, other, {allowed, lock}).culprits == Nodes{4, 5, 6});
  CHECK(judged(one, other, {allowed}).misdeed == Misdeed::none);
}

TEST_CASE("accountability: silence makes a suspect, never a culprit", "[unit][chain]") {
  const Commit one = certificate(kBlockA, 0, {0, 1, 2, 3, 4});
  const Commit other = certificate(kBlockB, 3, {2, 3, 4, 5, 6});
  const Judged verdict = judged(one, other, {}, {0, 3});
  CHECK(verdict.culprits == Nodes{3});
  CHECK(verdict.suspects == Nodes{2, 4});
}

}  // namespace callo
