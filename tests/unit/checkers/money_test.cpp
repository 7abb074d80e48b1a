#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

constexpr std::string_view kBoth[] = {"no_double_spend", "money_conserved"};

Hash id_of(const Bytes& transaction) {
  return decode_transaction(transaction)->id;
}

}  // namespace

TEST_CASE("money: both claims are silent on good payments and issues", "[unit]") {
  CheckerFixture f;
  const Bytes pay = f.signed_by(f.spend({f.genesis_coin(0)}, {{f.payee->public_key(), kNaira, 30},
                                                              {f.payer->public_key(), kNaira, 70}}),
                                {f.payer.get()});
  const Bytes swap =
      f.signed_by(f.spend({{id_of(pay), 1}, f.genesis_coin(1)},
                          {{f.payee->public_key(), kNaira, 70}, {f.payer->public_key(), kCedi, 7}}),
                  {f.payer.get(), f.payee.get()});
  const Bytes issue = f.signed_by(f.issue(0, 5), {f.issuer.get()});
  const Bytes again = f.signed_by(f.issue(1, 5), {f.issuer.get()});
  for (const std::string_view claim : kBoth) {
    CHECK(f.judge(claim, {pay, swap, issue, again}).empty());
  }
}

TEST_CASE("no_double_spend: a coin spent twice is found", "[unit]") {
  CheckerFixture f;
  const auto pay = [&](std::int64_t split) {
    return f.signed_by(f.spend({f.genesis_coin(0)}, {{f.payee->public_key(), kNaira, split},
                                                     {f.payer->public_key(), kNaira, 100 - split}}),
                       {f.payer.get()});
  };
  const auto violations = f.judge("no_double_spend", {pay(1), pay(2)});
  REQUIRE(violations.size() == 1);
  CHECK(violations[0].detail.find("height 2") == 0);
  CHECK(f.judge("money_conserved", {pay(1), pay(2)}).size() == 1);
}

TEST_CASE("no_double_spend: one input named twice is found", "[unit]") {
  CheckerFixture f;
  const Bytes pay = f.signed_by(
      f.spend({f.genesis_coin(0), f.genesis_coin(0)}, {{f.payee->public_key(), kNaira, 200}}),
      {f.payer.get()});
  for (const std::string_view claim : kBoth) {
    CHECK(f.judge(claim, {pay}).size() == 1);
  }
}

TEST_CASE("no_double_spend: a coin spent by somebody else is found", "[unit]") {
  CheckerFixture f;
  const auto theft = f.spend({f.genesis_coin(0)}, {{f.payee->public_key(), kNaira, 100}});
  CHECK(f.judge("no_double_spend", {f.signed_by(theft, {f.payee.get()})}).size() == 1);
  CHECK(f.judge("no_double_spend", {f.signed_by(theft, {})}).size() == 1);
  CHECK(f.judge("no_double_spend", {f.signed_by(theft, {f.payer.get()})}).empty());
}

TEST_CASE("money_conserved: money from nothing, lost money and swapped currencies are found",
          "[unit]") {
  CheckerFixture f;
  const auto judge = [&](const Currency& currency, std::int64_t amount) {
    return f.judge(
        "money_conserved",
        {f.signed_by(f.spend({f.genesis_coin(0)}, {{f.payee->public_key(), currency, amount}}),
                     {f.payer.get()})});
  };
  CHECK(judge(kNaira, 100).empty());
  CHECK(judge(kNaira, 101).size() == 1);
  CHECK(judge(kNaira, 99).size() == 1);
  CHECK(judge(kCedi, 100).size() == 1);
}

TEST_CASE("money_conserved: sums that overflow and negative amounts are found", "[unit]") {
  CheckerFixture f;
  const auto judge = [&](std::int64_t first, std::int64_t second) {
    return f.judge(
        "money_conserved",
        {f.signed_by(f.spend({f.genesis_coin(0)}, {{f.payee->public_key(), kNaira, first},
                                                   {f.payee->public_key(), kNaira, second}}),
                     {f.payer.get()})});
  };
  CHECK(judge(60, 40).empty());
  CHECK(judge(INT64_MAX, INT64_MAX).size() == 1);
  CHECK(judge(150, -50).size() == 1);
}

TEST_CASE("money_conserved: equal sums that cannot be counted are found", "[unit]") {
  CheckerFixture f;
  f.context.genesis.coins = {{f.payer->public_key(), kNaira, INT64_MAX},
                             {f.payer->public_key(), kNaira, INT64_MAX}};
  const auto pay = f.spend(
      {f.genesis_coin(0), f.genesis_coin(1)},
      {{f.payee->public_key(), kNaira, INT64_MAX}, {f.payee->public_key(), kNaira, INT64_MAX}});
  CHECK(f.judge("money_conserved", {f.signed_by(pay, {f.payer.get()})}).size() == 1);
}

TEST_CASE("money_conserved: only the issuer issues, each issue once", "[unit]") {
  CheckerFixture f;
  const auto judge = [&](const std::vector<Bytes>& issues) {
    return f.judge("money_conserved", issues).size();
  };
  CHECK(judge({f.signed_by(f.issue(0, 5), {f.issuer.get()})}) == 0);
  CHECK(judge({f.signed_by(f.issue(0, 5), {f.payer.get()})}) == 1);
  CHECK(judge({f.signed_by(f.issue(0, 5), {f.issuer.get()}),
               f.signed_by(f.issue(0, 6), {f.issuer.get()})}) == 1);
  Transaction foreign = f.issue(0, 5);
  foreign.outputs[0].currency = kCedi;
  CHECK(judge({f.signed_by(foreign, {f.issuer.get()})}) == 1);
  foreign.issued = kCedi;
  CHECK(judge({f.signed_by(foreign, {f.issuer.get()})}) == 1);
}

TEST_CASE("money: a committed transaction that does not decode is found", "[unit]") {
  CheckerFixture f;
  for (const std::string_view claim : kBoth) {
    CHECK(f.judge(claim, {Bytes{1, 2, 3}}).size() == 1);
  }
}

TEST_CASE("chain_follower: shows each height once and in order", "[unit]") {
  CheckerFixture f;
  const auto first = f.make(nullptr);
  const auto second = f.make(&first);
  const auto third = f.make(&second);
  Block fork = f.block_on(&first);
  fork.header.time += std::chrono::milliseconds{1};
  ChainFollower follower{*f.context.blocks};
  std::vector<Height> shown;
  const auto show = [&](const ChainBlock& block) { shown.push_back(block.height); };
  follower.add(f.effect(second), show);
  CHECK(shown.empty());
  follower.add(f.effect(first), show);
  follower.add(f.effect(first), show);
  follower.add(f.effect(f.seal_block(fork)), show);
  follower.add(f.effect(third), show);
  CHECK(shown == std::vector<Height>{1, 2, 3});
}

}  // namespace callo::sim::test
