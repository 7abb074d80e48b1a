#include "protocol/chain/validator_set.hpp"

#include <set>
#include <string>

#include "protocol/chain/validator_history.hpp"
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

// CometBFT internal/state/state_test.go, TestProposerPriorityDoesNotGetResetToZero: 10 alone,
// joined by 100, which then falls to 1.
TEST_CASE("validator set: CometBFT's priorities when a validator joins and loses power",
          "[unit][chain]") {
  ValidatorSet set{{{NodeId{0}, test::fake_key(0), 10, 0}}};
  set.update(std::vector<ValidatorUpdate>{{NodeId{1}, test::fake_key(1), 100}});
  CHECK(priorities(set) == std::vector<std::int64_t>{62, -61});
  set.advance(1);
  CHECK(priorities(set) == std::vector<std::int64_t>{-38, 39});
  set.update(std::vector<ValidatorUpdate>{{NodeId{1}, test::fake_key(1), 1}});
  // 77 apart with a window of 22: ratio 4.
  CHECK(priorities(set) == std::vector<std::int64_t>{-9, 9});
  set.advance(1);
  CHECK(priorities(set) == std::vector<std::int64_t>{1, -1});
}

// spec/consensus/proposer-selection.md, "Voting Power Change" and "Validator Removal".
TEST_CASE("validator set: the specification's tables when power changes or one leaves",
          "[unit][chain]") {
  ValidatorSet changed = set_of({1, 3});
  changed.advance(1);
  CHECK(priorities(changed) == std::vector<std::int64_t>{1, -1});
  changed.update(std::vector<ValidatorUpdate>{{NodeId{0}, test::fake_key(0), 4}});
  changed.advance(1);
  CHECK(priorities(changed) == std::vector<std::int64_t>{-2, 2});
  ValidatorSet left{{{NodeId{1}, test::fake_key(1), 1, 1},
                     {NodeId{2}, test::fake_key(2), 2, 2},
                     {NodeId{3}, test::fake_key(3), 3, -3}}};
  left.update(std::vector<ValidatorUpdate>{{NodeId{2}, {}, 0}});
  CHECK(priorities(left) == std::vector<std::int64_t>{2, -2});
  left.advance(1);
  CHECK(priorities(left) == std::vector<std::int64_t>{-1, 1});
}

// The same document, "New Validator", with the average as the code rounds it (down): -5, not -4.
TEST_CASE("validator set: a newcomer starts at -1.125 of the power when it joins",
          "[unit][chain]") {
  ValidatorSet set{{{NodeId{1}, test::fake_key(1), 1, 2}, {NodeId{2}, test::fake_key(2), 3, -2}}};
  set.update(std::vector<ValidatorUpdate>{{NodeId{3}, test::fake_key(3), 8}});
  CHECK(priorities(set) == std::vector<std::int64_t>{7, 3, -8});
  CHECK(set.total_power() == 12);
  CHECK(set.proposer() == NodeId{1});
}

TEST_CASE("validator set: leaving and joining again gains no turn", "[unit][chain]") {
  ValidatorSet set = set_of({1, 1, 1, 1});
  set.advance(1);  // node 0 has just proposed
  set.update(std::vector<ValidatorUpdate>{{NodeId{0}, {}, 0}});
  set.update(std::vector<ValidatorUpdate>{{NodeId{0}, test::fake_key(0), 1}});
  std::set<NodeId> others;
  for (int turn = 0; turn < 3; ++turn) {
    set.advance(1);
    others.insert(set.proposer());
  }
  CHECK(others == std::set<NodeId>{NodeId{1}, NodeId{2}, NodeId{3}});
}

TEST_CASE("validator set: only what a set can bear of the updates is applicable", "[unit][chain]") {
  const ValidatorSet set = set_of({1, 2, 3});
  const auto change = [](std::uint32_t node, std::int64_t power) {
    return ValidatorUpdate{NodeId{node}, test::fake_key(node), power};
  };
  using Updates = std::vector<ValidatorUpdate>;
  const auto applicable = [&](const Updates& updates, std::size_t most = 10) {
    return applicable_updates(set, updates, most);
  };
  CHECK(applicable({change(2, 5), change(2, 7)}) == Updates{change(2, 7)});
  CHECK(applicable({change(9, 0), change(1, -1)}).empty());
  CHECK(applicable({change(4, kTotalPowerMax), change(5, 1)}) == Updates{change(5, 1)});
  CHECK(applicable({change(5, 1), change(6, 1)}, 4) == Updates{change(5, 1)});
  CHECK(applicable({change(0, 0), change(1, 0), change(2, 0)}) ==
        Updates{change(0, 0), change(1, 0)});
  CHECK(applicable({change(0, 0), change(1, 0), change(2, 0), change(7, 1)}).size() == 4);
}

TEST_CASE("validator set: powers up to the limit join and leave without overflow",
          "[unit][chain]") {
  ValidatorSet set = set_of({1});
  const ValidatorUpdate large{NodeId{1}, test::fake_key(1), kTotalPowerMax - 1};
  set.update(applicable_updates(set, std::vector<ValidatorUpdate>{large}, 10));
  CHECK(set.total_power() == kTotalPowerMax);
  set.advance(100);
  set.update(std::vector<ValidatorUpdate>{{NodeId{1}, {}, 0}});
  set.advance(100);
  CHECK(set.total_power() == 1);
  CHECK(priorities(set) == std::vector<std::int64_t>{0});
}

TEST_CASE("validator history: a set is found at each height when sets change", "[unit][chain]") {
  ValidatorHistory history;
  CHECK(history.at(1) == nullptr);
  const ValidatorSet one = set_of({1});
  const ValidatorSet two = set_of({1, 2});
  for (Height height = 1; height <= 9; ++height) {
    history.append(height, height < 4 ? one : height < 7 ? two : one);
  }
  CHECK(history.sets() == 3);
  CHECK(history.at(3)->size() == 1);
  CHECK(history.at(4)->size() == 2);
  CHECK(history.at(6)->size() == 2);
  CHECK(history.at(9)->size() == 1);
  CHECK(history.at(10) == nullptr);
  history.forget_before(6);
  CHECK(history.at(3) == nullptr);
  CHECK(history.at(6)->size() == 2);
  history.forget_before(7);
  CHECK(history.at(6) == nullptr);
  CHECK(history.at(7)->size() == 1);
}

}  // namespace callo
