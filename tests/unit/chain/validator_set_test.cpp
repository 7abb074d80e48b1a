#include "protocol/chain/validator_set.hpp"

#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/fake_crypto.hpp"

namespace callo {

namespace {

ValidatorSet set_of(const std::vector<std::int64_t>& powers) {
  std::vector<Validator> validators;
  for (std::uint32_t node = 0; node < powers.size(); ++node) {
    validators.push_back({NodeId{node}, test::fake_key(node), powers[node], 0});
  }
  return ValidatorSet{std::move(validators)};
}

std::vector<std::int64_t> priorities(const ValidatorSet& set) {
  std::vector<std::int64_t> result;
  for (const Validator& validator : set.validators()) {
    result.push_back(validator.priority);
  }
  return result;
}

std::string turns(ValidatorSet set, int count, std::string_view names) {
  std::string sequence;
  for (int turn = 0; turn < count; ++turn) {
    set.advance(1);
    sequence += names[set.proposer().value];
  }
  return sequence;
}

}  // namespace

// CometBFT types/validator_set_test.go, TestProposerSelection1: bar 300, baz 330, foo 1000, in the
// order of their addresses; f, b and z stand for foo, bar and baz.
TEST_CASE("validator set: CometBFT's 99 turns when powers are 1000, 300, 330", "[unit][chain]") {
  const std::string expected =
      "fzfbffzfbffzffbfzffbffzfbffzfbffzffbfzffbfzffbfzff"
      "bfzfffzbfffzfbffzfbffzfbffzfbffzffbfzffbfzffbfzff";
  CHECK(turns(set_of({300, 330, 1000}), static_cast<int>(expected.size()), "bzf") == expected);
  ValidatorSet set = set_of({300, 330, 1000});
  set.advance(1);
  CHECK(priorities(set) == std::vector<std::int64_t>{300, 330, -630});
  set.advance(1);
  CHECK(priorities(set) == std::vector<std::int64_t>{600, -970, 370});
  for (int turn = 2; turn < 51; ++turn) {
    set.advance(1);
  }
  CHECK(priorities(set) == std::vector<std::int64_t>{-1000, 530, 470});
  for (int turn = 51; turn < 99; ++turn) {
    set.advance(1);
  }
  CHECK(priorities(set) == std::vector<std::int64_t>{360, 70, -430});
}

// spec/consensus/proposer-selection.md.
TEST_CASE("validator set: turns are 2 1 2 2 when powers are 1, 3", "[unit][chain]") {
  CHECK(turns(set_of({1, 3}), 8, "12") == "21222122");
}

// TestAveragingInIncrementProposerPriorityWithVotingPower.
TEST_CASE("validator set: turns follow the powers when they are 10, 1, 1", "[unit][chain]") {
  CHECK(turns(set_of({10, 1, 1}), 11, "012") == "00001000200");
  ValidatorSet set = set_of({10, 1, 1});
  set.advance(11);
  CHECK(priorities(set) == std::vector<std::int64_t>{2, -1, -1});
}

TEST_CASE("validator set: every validator proposes by its share when powers differ",
          "[unit][chain]") {
  ValidatorSet set = set_of({1, 2, 3, 4});
  std::vector<int> count(4);
  for (int turn = 0; turn < 1000; ++turn) {
    set.advance(1);
    ++count[set.proposer().value];
  }
  CHECK(count == std::vector<int>{100, 200, 300, 400});
}

TEST_CASE("validator set: priorities are rescaled when they are far apart", "[unit][chain]") {
  std::vector<Validator> validators{{NodeId{0}, test::fake_key(0), 1, 1'000'000},
                                    {NodeId{1}, test::fake_key(1), 1, -1'000'000}};
  ValidatorSet set{validators};
  set.advance(1);
  // The window is 2 * total power = 4: ratio 500,000, so 2 and -2; then one turn.
  CHECK(priorities(set) == std::vector<std::int64_t>{1, -1});
}

TEST_CASE("validator set: the average rounds down when the sum is negative", "[unit][chain]") {
  std::vector<Validator> validators{{NodeId{0}, test::fake_key(0), 10, -1},
                                    {NodeId{1}, test::fake_key(1), 10, 0}};
  ValidatorSet set{validators};
  set.advance(1);
  // Average floor(-1/2) = -1: priorities 0 and 1 before the turn.
  CHECK(priorities(set) == std::vector<std::int64_t>{10, -9});
}

TEST_CASE("validator set: a quorum is more than two thirds when the total is any number",
          "[unit][chain]") {
  for (std::int64_t total = 1; total < 400; ++total) {
    const ValidatorSet set = set_of({total});
    CHECK(3 * set.quorum_power() > 2 * total);
    CHECK(3 * (set.quorum_power() - 1) <= 2 * total);
    CHECK(3 * set.one_correct_power() > total);
    CHECK(3 * (set.one_correct_power() - 1) <= total);
  }
  const ValidatorSet largest = set_of({kTotalPowerMax});
  CHECK(largest.quorum_power() == kTotalPowerMax / 3 * 2 + (kTotalPowerMax % 3) * 2 / 3 + 1);
}

TEST_CASE("validator set: an index is found when node ids have gaps", "[unit][chain]") {
  const ValidatorSet set{{{NodeId{9}, test::fake_key(9), 1, 0},
                          {NodeId{0}, test::fake_key(0), 1, 0},
                          {NodeId{4}, test::fake_key(4), 1, 0}}};
  CHECK(set.index_of(NodeId{0}) == std::size_t{0});
  CHECK(set.index_of(NodeId{4}) == std::size_t{1});
  CHECK(set.index_of(NodeId{9}) == std::size_t{2});
  CHECK_FALSE(set.index_of(NodeId{1}).has_value());
  CHECK_FALSE(set.index_of(NodeId{10}).has_value());
}

TEST_CASE("validator set: the hash ignores priorities and covers powers", "[unit][chain]") {
  CHECK(set_of({1, 2}).hash() == set_of({1, 2}).advanced(5).hash());
  CHECK(set_of({1, 2}).hash() != set_of({1, 3}).hash());
}

}  // namespace callo
