#include "protocol/ledger/ledger.hpp"

#include <limits>

#include "protocol/ledger/mempool.hpp"
#include "protocol/ledger/rules.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ledger_fixture.hpp"

namespace callo {
namespace {

using test::apply_block;
using test::check;
using test::kCedi;
using test::kNaira;
using test::LedgerFixture;

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

struct Fixture : LedgerFixture {
  Ledger ledger{state(), verifier, nullptr};

  Bytes payment(std::uint32_t from, Signer& signer, const Signer& payee) const {
    return encode(spend({coin(from)}, {pay(payee, 100)}, {&signer}));
  }
};

TEST_CASE("rules: a plain payment is accepted", "[unit][ledger]") {
  Fixture f;
  CHECK(check(f.ledger, f.spend({f.coin(0)}, {f.pay(f.bob, 60), f.pay(f.alice, 40)}, {&f.alice})) ==
        Refusal::none);
}

TEST_CASE("rules: one signature of each owner covers all his inputs in two currencies",
          "[unit][ledger]") {
  Fixture f;
  const auto swap = f.spend({f.coin(0), f.coin(12), f.coin(1)},
                            {f.pay(f.bob, 200), f.pay(f.alice, 100, kCedi)}, {&f.alice, &f.bob});
  CHECK(check(f.ledger, swap) == Refusal::none);
}

TEST_CASE("rules: nothing spent or nothing made is refused", "[unit][ledger]") {
  Fixture f;
  CHECK(check(f.ledger, f.spend({}, {f.pay(f.bob, 1)}, {})) == Refusal::no_inputs);
  CHECK(check(f.ledger, f.spend({f.coin(0)}, {}, {&f.alice})) == Refusal::no_outputs);
  CHECK(check(f.ledger, f.issue(kNaira, 1, {}, f.issuer)) == Refusal::no_outputs);
}

// CVE-2018-17144 counted one coin twice.
TEST_CASE("rules: the same coin twice in one transaction is refused", "[unit][ledger]") {
  Fixture f;
  CHECK(check(f.ledger, f.spend({f.coin(0), f.coin(1), f.coin(0)}, {f.pay(f.bob, 300)},
                                {&f.alice})) == Refusal::duplicate_input);
}

// CVE-2010-5139: two outputs whose sum wraps around to what is spent.
TEST_CASE("rules: outputs whose sum wraps around are refused", "[unit][ledger]") {
  Fixture f;
  CHECK(check(f.ledger,
              f.spend({f.coin(0)}, {f.pay(f.bob, kMax), f.pay(f.bob, kMax), f.pay(f.bob, 102)},
                      {&f.alice})) == Refusal::amount_overflow);
}

TEST_CASE("rules: negative and zero amounts are refused", "[unit][ledger]") {
  Fixture f;
  CHECK(check(f.ledger, f.spend({f.coin(0)}, {f.pay(f.bob, 200), f.pay(f.alice, -100)},
                                {&f.alice})) == Refusal::amount_not_positive);
  CHECK(check(f.ledger, f.spend({f.coin(0)}, {f.pay(f.bob, 100), f.pay(f.alice, 0)}, {&f.alice})) ==
        Refusal::amount_not_positive);
}

TEST_CASE("rules: each currency is conserved for itself", "[unit][ledger]") {
  Fixture f;
  const auto refusal = [&](std::vector<Coin> outputs) {
    return check(f.ledger, f.spend({f.coin(0), f.coin(4)}, std::move(outputs), {&f.alice}));
  };
  CHECK(refusal({f.pay(f.bob, 100), f.pay(f.bob, 100, kCedi)}) == Refusal::none);
  CHECK(refusal({f.pay(f.bob, 99), f.pay(f.bob, 101, kCedi)}) == Refusal::not_conserved);
  CHECK(refusal({f.pay(f.bob, 200)}) == Refusal::not_conserved);
  CHECK(refusal({f.pay(f.bob, 100)}) == Refusal::not_conserved);
  CHECK(refusal({f.pay(f.bob, 101), f.pay(f.bob, 100, kCedi)}) == Refusal::not_conserved);
  CHECK(refusal({f.pay(f.bob, 100), f.pay(f.bob, 100, kCedi),
                 f.pay(f.bob, 1, *parse_currency("KES"))}) == Refusal::not_conserved);
}

TEST_CASE("rules: a coin that is not there or spent is refused", "[unit][ledger]") {
  Fixture f;
  CHECK(check(f.ledger, f.spend({f.coin(99)}, {f.pay(f.bob, 100)}, {&f.alice})) ==
        Refusal::unknown_coin);
  REQUIRE(apply_block(f.ledger, {f.payment(0, f.alice, f.bob)}).is_accepted());
  CHECK(check(f.ledger, f.spend({f.coin(0)}, {f.pay(f.alice, 100)}, {&f.alice})) ==
        Refusal::unknown_coin);
}

TEST_CASE("rules: only the owner can spend, for the chain, payee and amount that he signed",
          "[unit][ledger]") {
  Fixture f;
  CHECK(check(f.ledger, f.spend({f.coin(0)}, {f.pay(f.bob, 100)}, {&f.bob})) ==
        Refusal::wrong_signature);
  // The payee is replaced after signing.
  Transaction stolen = f.spend({f.coin(0)}, {f.pay(f.bob, 100)}, {&f.alice});
  stolen.outputs[0].owner = f.issuer.public_key();
  CHECK(check(f.ledger, stolen) == Refusal::wrong_signature);
  // The amounts are shifted after signing.
  stolen = f.spend({f.coin(0)}, {f.pay(f.bob, 10), f.pay(f.alice, 90)}, {&f.alice});
  std::swap(stolen.outputs[0].amount, stolen.outputs[1].amount);
  CHECK(check(f.ledger, stolen) == Refusal::wrong_signature);
  // Signed for another chain.
  Transaction replayed = f.spend({f.coin(0)}, {f.pay(f.bob, 100)}, {});
  sign(replayed, "sphyx-test", f.alice);
  CHECK(check(f.ledger, replayed) == Refusal::wrong_signature);
}

TEST_CASE("rules: exactly one signature per distinct owner, in order", "[unit][ledger]") {
  Fixture f;
  const std::vector<Outpoint> inputs = {f.coin(0), f.coin(8)};
  const std::vector<Coin> outputs = {f.pay(f.bob, 200)};
  CHECK(check(f.ledger, f.spend(inputs, outputs, {})) == Refusal::wrong_signature_count);
  CHECK(check(f.ledger, f.spend(inputs, outputs, {&f.alice})) == Refusal::wrong_signature_count);
  CHECK(check(f.ledger, f.spend(inputs, outputs, {&f.alice, &f.bob, &f.bob})) ==
        Refusal::wrong_signature_count);
  CHECK(check(f.ledger, f.spend(inputs, outputs, {&f.bob, &f.alice})) == Refusal::wrong_signature);
}

TEST_CASE("issue: only the issuer, in his currency, with the next number", "[unit][ledger]") {
  Fixture f;
  const auto issue = [&](const Currency& currency, std::uint64_t sequence, Signer& signer) {
    return f.issue(currency, sequence, {f.pay(f.bob, 5, currency)}, signer);
  };
  CHECK(check(f.ledger, issue(kNaira, 1, f.issuer)) == Refusal::none);
  CHECK(check(f.ledger, issue(kNaira, 1, f.alice)) == Refusal::wrong_signature);
  CHECK(check(f.ledger, issue(kNaira, 0, f.issuer)) == Refusal::wrong_issue_sequence);
  CHECK(check(f.ledger, issue(kNaira, 2, f.issuer)) == Refusal::wrong_issue_sequence);
  CHECK(check(f.ledger, issue(*parse_currency("KES"), 1, f.issuer)) == Refusal::unknown_issuer);
  CHECK(check(f.ledger, f.issue(kNaira, 1, {f.pay(f.bob, 5, kCedi)}, f.issuer)) ==
        Refusal::foreign_currency_issued);
  CHECK(check(f.ledger, f.issue(kNaira, 1, {f.pay(f.bob, kMax)}, f.issuer)) ==
        Refusal::supply_overflow);
}

TEST_CASE("issue: raises the supply once and cannot be replayed", "[unit][ledger]") {
  Fixture f;
  const Bytes issue = encode(f.issue(kNaira, 1, {f.pay(f.bob, 5)}, f.issuer));
  REQUIRE(apply_block(f.ledger, {issue}).is_accepted());
  CHECK(f.ledger.state().issuances().at(kNaira).supply == 805);
  CHECK(f.ledger.state().issuances().at(kNaira).next_sequence == 2);
  CHECK(apply_block(f.ledger, {issue}).refusal == Refusal::wrong_issue_sequence);
}

TEST_CASE("block: transactions apply in order, each on top of those before", "[unit][ledger]") {
  Fixture f;
  const Transaction first = f.spend({f.coin(0)}, {f.pay(f.bob, 100)}, {&f.alice});
  const Hash id = decode_transaction(encode(first))->id;
  const Bytes second = encode(f.spend({{id, 0}}, {f.pay(f.alice, 100)}, {&f.bob}));
  CHECK(apply_block(f.ledger, {second, encode(first)}).refusal == Refusal::unknown_coin);
  CHECK(apply_block(f.ledger, {encode(first), second}).is_accepted());
  CHECK(f.ledger.last_applied().size() == 2);
}

TEST_CASE("block: one that is refused names the transaction and changes nothing",
          "[unit][ledger]") {
  Fixture f;
  const Hash before = f.ledger.state_hash();
  const std::vector<Bytes> double_spend = {
      f.payment(0, f.alice, f.bob), f.payment(1, f.alice, f.bob), f.payment(0, f.alice, f.issuer)};
  const BlockResult result = apply_block(f.ledger, double_spend);
  CHECK(result.refusal == Refusal::unknown_coin);
  CHECK(result.refused_index == 2);
  CHECK(f.ledger.state_hash() == before);
  CHECK(f.ledger.state().state_hash() == before);
  CHECK(apply_block(f.ledger, {Bytes{1, 2, 3}}).refusal == Refusal::malformed);
  CHECK(apply_block(f.ledger, {}).is_accepted());
  CHECK(f.ledger.state_hash() == before);
}

TEST_CASE("block: checking does not apply, applying after a check costs nothing more",
          "[unit][ledger]") {
  Fixture f;
  const std::vector<Bytes> block = {f.payment(0, f.alice, f.bob), f.payment(8, f.bob, f.alice)};
  const Hash root = test::transactions_root(block);
  const Hash before = f.ledger.state_hash();
  Work work;
  CHECK(f.ledger.check_block(block, root, work).is_accepted());
  CHECK(work.verifications == 2);
  CHECK(f.ledger.state_hash() == before);
  Work more;
  CHECK(f.ledger.apply_block(block, root, more).is_accepted());
  CHECK(more.verifications == 0);
  CHECK(more.hashed_bytes == 0);
  CHECK(f.ledger.state_hash() != before);
}

TEST_CASE("block: a signature checked on entry is not checked again, a changed one is",
          "[unit][ledger]") {
  Fixture f;
  Transaction transaction = f.spend({f.coin(0)}, {f.pay(f.bob, 100)}, {&f.alice});
  REQUIRE(check(f.ledger, transaction) == Refusal::none);
  const int calls = f.verifier.calls;
  const std::vector<Bytes> block = {encode(transaction)};
  Work work;
  CHECK(f.ledger.check_block(block, test::transactions_root(block), work).is_accepted());
  CHECK(work.verifications == 0);
  CHECK(f.verifier.calls == calls);
  transaction.signatures[0].bytes[3] ^= 1;
  CHECK(apply_block(f.ledger, {encode(transaction)}).refusal == Refusal::wrong_signature);
}

TEST_CASE("block: with and without a memo the results and the work are the same",
          "[unit][ledger]") {
  Fixture f;
  LedgerMemo memo{1 << 20, 16};
  Ledger first{f.state(), f.verifier, &memo};
  Ledger second{f.state(), f.verifier, &memo};
  Transaction forged = f.spend({f.coin(2)}, {f.pay(f.bob, 100)}, {&f.bob});
  const Transaction pending = f.spend({f.coin(8)}, {f.pay(f.alice, 100)}, {&f.bob});
  for (Ledger* ledger : {&f.ledger, &second}) {
    check(*ledger, pending);  // the first one has not seen it
  }
  const std::vector<std::vector<Bytes>> blocks = {
      {f.payment(0, f.alice, f.bob), encode(forged)},
      {f.payment(0, f.alice, f.bob), encode(pending)},
      {f.payment(1, f.alice, f.bob), Bytes{9}},
  };
  const auto run = [&](Ledger& ledger) {
    std::vector<std::tuple<Refusal, std::uint32_t, Hash, std::uint32_t, std::uint64_t>> seen;
    for (const auto& block : blocks) {
      Work work;
      const BlockResult result = ledger.apply_block(block, test::transactions_root(block), work);
      seen.emplace_back(result.refusal, result.refused_index, ledger.state_hash(),
                        work.verifications, work.hashed_bytes);
    }
    return seen;
  };
  const auto of_first = run(first);
  const int calls = f.verifier.calls;
  const auto of_second = run(second);
  CHECK(f.verifier.calls == calls);  // the memo spared them all
  CHECK(of_second == run(f.ledger));
  // Not having seen the pending transaction costs the first node one verification more.
  CHECK(std::get<3>(of_first[1]) == std::get<3>(of_second[1]) + 1);
  CHECK(std::get<2>(of_first[2]) == std::get<2>(of_second[2]));
}

TEST_CASE("ledger: goes back to a kept state", "[unit][ledger]") {
  Fixture f;
  const LedgerState kept = f.ledger.state();
  const Hash before = f.ledger.state_hash();
  REQUIRE(apply_block(f.ledger, {f.payment(0, f.alice, f.bob)}).is_accepted());
  f.ledger.restore(kept);
  CHECK(f.ledger.state_hash() == before);
  CHECK(apply_block(f.ledger, {f.payment(0, f.alice, f.issuer)}).is_accepted());
}

TEST_CASE("genesis: bad ones are refused with a reason", "[unit][ledger]") {
  LedgerFixture f;
  Genesis bad = f.genesis;
  bad.coins[3].amount = 0;
  CHECK_FALSE(LedgerState::from_genesis(bad).has_value());
  bad = f.genesis;
  bad.coins[0].amount = bad.coins[1].amount = kMax;
  CHECK_FALSE(LedgerState::from_genesis(bad).has_value());
  bad = f.genesis;
  bad.coins[0].currency = *parse_currency("KES");
  CHECK(LedgerState::from_genesis(bad).error().message == "nobody issues KES");
  bad = f.genesis;
  bad.issuers.push_back(bad.issuers[0]);
  CHECK(LedgerState::from_genesis(bad).error().message == "NGN has two issuers");
  bad = f.genesis;
  bad.chain_id.assign(33, 'x');
  CHECK_FALSE(LedgerState::from_genesis(bad).has_value());
}

}  // namespace

// --- Validator updates -------------------------------------------------------------------------

namespace {

Transaction validator_update(std::uint64_t sequence, std::vector<ValidatorChange> changes,
                             Signer& signer, std::string_view chain_id = "sphyx") {
  Transaction transaction;
  transaction.kind = TransactionKind::validator_update;
  transaction.update_sequence = sequence;
  transaction.changes = std::move(changes);
  sign(transaction, chain_id, signer);
  return transaction;
}

ValidatorChange change(std::uint32_t node, std::int64_t power) {
  return {NodeId{node}, PublicKey{{static_cast<std::uint8_t>(node)}}, power};
}

}  // namespace

TEST_CASE("validator update: the registrar alone orders it, each order once", "[unit][ledger]") {
  test::LedgerFixture f;
  Ed25519Signer registrar{test::key_seed(9)};
  Ledger without{f.state(), f.verifier, nullptr};
  const Transaction first = validator_update(1, {change(4, 3), change(2, 0)}, registrar);
  CHECK(test::check(without, first) == Refusal::no_registrar);
  f.genesis.registrar = registrar.public_key();
  Ledger ledger{f.state(), f.verifier, nullptr};
  CHECK(ledger.state_hash() != without.state_hash());
  CHECK(test::check(ledger, validator_update(1, {change(4, 3)}, f.alice)) ==
        Refusal::wrong_signature);
  CHECK(test::check(ledger, validator_update(1, {change(4, 3)}, registrar, "other")) ==
        Refusal::wrong_signature);
  CHECK(test::check(ledger, validator_update(2, {change(4, 3)}, registrar)) ==
        Refusal::wrong_update_sequence);
  CHECK(test::check(ledger, first) == Refusal::none);
  const Hash before = ledger.state_hash();
  CHECK(test::apply_block(ledger, {encode(first)}).is_accepted());
  CHECK(ledger.state_hash() != before);
  CHECK(ledger.last_applied().front().transaction->transaction.changes == first.changes);
  CHECK(test::check(ledger, first) == Refusal::wrong_update_sequence);
}

TEST_CASE("validator update: is refused when its content breaks a rule", "[unit][ledger]") {
  test::LedgerFixture f;
  Ed25519Signer registrar{test::key_seed(9)};
  f.genesis.registrar = registrar.public_key();
  Ledger ledger{f.state(), f.verifier, nullptr};
  const auto refusal = [&](std::vector<ValidatorChange> changes) {
    return test::check(ledger, validator_update(1, std::move(changes), registrar));
  };
  CHECK(refusal({}) == Refusal::no_changes);
  CHECK(refusal({change(1, -1)}) == Refusal::power_out_of_range);
  CHECK(refusal({change(1, kValidatorPowerMax + 1)}) == Refusal::power_out_of_range);
  CHECK(refusal({change(1, kValidatorPowerMax)}) == Refusal::none);
  CHECK(refusal({change(kValidatorsMax, 1)}) == Refusal::power_out_of_range);
  CHECK(refusal({change(1, 1), change(1, 2)}) == Refusal::duplicate_change);
  Transaction with_coins = validator_update(1, {change(1, 1)}, registrar);
  with_coins.outputs = {test::LedgerFixture::pay(f.alice, 5)};
  CHECK(test::check(ledger, with_coins) == Refusal::coins_in_update);
}

TEST_CASE("validator update: one waits in the mempool until a block has it", "[unit][ledger]") {
  test::LedgerFixture f;
  Ed25519Signer registrar{test::key_seed(9)};
  f.genesis.registrar = registrar.public_key();
  Ledger ledger{f.state(), f.verifier, nullptr};
  Mempool mempool{ledger};
  Work work;
  const Bytes first = encode(validator_update(1, {change(1, 1)}, registrar));
  const Bytes rival = encode(validator_update(1, {change(1, 2)}, registrar));
  CHECK(mempool.add(test::submission(NodeId{0}, first), work) == Refusal::none);
  CHECK(mempool.add(test::submission(NodeId{0}, rival), work) == Refusal::conflicts_with_pending);
  CHECK(test::apply_block(ledger, {rival}).is_accepted());
  mempool.on_block_applied(ledger.last_applied());
  CHECK(mempool.size() == 0);
  CHECK(mempool.add(
            test::submission(NodeId{0}, encode(validator_update(2, {change(1, 3)}, registrar))),
            work) == Refusal::none);
}

}  // namespace callo
