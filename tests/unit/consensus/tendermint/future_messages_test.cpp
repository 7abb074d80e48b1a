#include "protocol/consensus/tendermint/future_messages.hpp"

#include <set>

#include "protocol/consensus/tendermint/config.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"
#include "tests/support/small_random.hpp"

namespace callo {

namespace {

FutureMessages::Message vote(Round round, std::uint8_t block = 1) {
  return {{round, MessageKind::prevote, {Hash{{block}}, {1, Hash{{block}}}}, kNoRound}, {}};
}

}  // namespace

TEST_CASE("future messages: a validator counts once in a round, with its power",
          "[unit][tendermint]") {
  FutureMessages messages{test::test_validators({1, 2, 4}), FutureMessages::Keep::highest_rounds};
  messages.add(0, vote(7, 1));
  messages.add(0, vote(7, 2));
  CHECK(messages.power_at(7) == 1);
  messages.add(2, vote(7));
  messages.add(1, vote(9));
  CHECK(messages.power_at(7) == 5);
  CHECK(messages.highest_round_with(2) == 9);
  CHECK(messages.highest_round_with(3) == 7);
  CHECK_FALSE(messages.highest_round_with(6).has_value());
  CHECK(messages.take_up_to(7).size() == 3);
  CHECK(messages.power_at(7) == 0);
  CHECK(messages.power_at(9) == 2);
}

// A traitor that speaks of a million rounds displaces its own messages and nobody else's.
TEST_CASE("future messages: rounds 1 to a million cost twelve places", "[unit][tendermint]") {
  FutureMessages messages{test::test_validators({1, 1, 1, 1}),
                          FutureMessages::Keep::highest_rounds};
  messages.add(1, vote(3));
  for (Round round = 1; round <= 1'000'000; ++round) {
    if (messages.has_room(0, vote(round).statement)) {
      messages.add(0, vote(round));
    }
  }
  CHECK(messages.held_of_one_max() == kFuturePerValidatorMax);
  CHECK(messages.power_at(3) == 1);
  CHECK(messages.power_at(1'000'000) == 1);
  CHECK(messages.power_at(1'000'000 - static_cast<Round>(kFuturePerValidatorMax)) == 0);
}

TEST_CASE("future messages: the power kept is that of the messages kept, whatever comes",
          "[unit][tendermint]") {
  const std::vector<std::int64_t> powers{1, 2, 4, 8};
  FutureMessages messages{test::test_validators(powers), FutureMessages::Keep::highest_rounds};
  std::vector<std::multiset<Round>> model(powers.size());
  test::SmallRandom random{7};
  for (int turn = 0; turn < 4'000; ++turn) {
    const auto index = static_cast<std::size_t>(random.below(powers.size()));
    const auto round = static_cast<Round>(1 + random.below(30));
    const FutureMessages::Message message =
        vote(round, static_cast<std::uint8_t>(1 + random.below(4)));
    if (!messages.holds(index, message.statement) && messages.has_room(index, message.statement)) {
      if (model[index].size() == kFuturePerValidatorMax) {
        model[index].erase(model[index].begin());
      }
      messages.add(index, message);
      model[index].insert(round);
    }
    if (turn % 500 == 499) {
      const auto up_to = static_cast<Round>(random.below(15));
      messages.take_up_to(up_to);
      for (std::multiset<Round>& rounds : model) {
        rounds.erase(rounds.begin(), rounds.upper_bound(up_to));
      }
    }
    std::int64_t expected = 0;
    for (std::size_t other = 0; other < powers.size(); ++other) {
      expected += model[other].contains(round) ? powers[other] : 0;
    }
    REQUIRE(messages.power_at(round) == expected);
  }
}

}  // namespace callo
