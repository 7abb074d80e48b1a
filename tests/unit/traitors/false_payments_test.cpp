#include "sim/traitors/false_payments.hpp"

#include <set>

#include "tests/support/catch.hpp"
#include "tests/unit/traitors/traitor_fixture.hpp"

namespace callo::sim::test {

namespace {

// A payment of 70 to somebody, 30 back to the bank, in its node's envelope.
struct OwnPayment {
  Transaction transaction;
  Hash id;
  Frame frame;
};

OwnPayment own_payment(TraitorFixture& fixture) {
  OwnPayment own;
  const Currency currency{{'N', 'G', 'N'}};
  own.transaction.inputs = {{block_id(3).hash, 1}};
  own.transaction.outputs = {{PublicKey{{7}}, currency, 70},
                             {fixture.bank.public_key(), currency, 30}};
  sign(own.transaction, kChain, fixture.bank);
  own.id = sha256(encode_body(own.transaction));
  own.frame = seal({kChain, MessageKind::transaction, kTraitor, 5}, encode(own.transaction),
                   fixture.signer);
  return own;
}

TransactionPtr payment_in(const Frame& frame) {
  return decode_transaction(open_envelope(frame.bytes())->data);
}

bool is_signed_by(const DecodedTransaction& payment, TraitorFixture& fixture) {
  return fixture.verifier.verify(fixture.bank.public_key(), sign_bytes(kChain, payment.body()),
                                 payment.transaction.signatures.front());
}

}  // namespace

TEST_CASE("double_spend: each side learns of another payment of the same coin", "[unit]") {
  TraitorFixture fixture;
  const OwnPayment own = own_payment(fixture);
  const auto behaviour = fixture.behaviour("double_spend");
  const auto mail = fixture.step(*behaviour, {own.frame});
  REQUIRE(mail.at({0}).size() == 1);
  CHECK(mail.at({0})[0].id() == own.frame.id());
  REQUIRE(mail.at({2}).size() == 2);
  const TransactionPtr other = payment_in(mail.at({2})[0]);
  CHECK(other->transaction.inputs == own.transaction.inputs);
  CHECK(other->id != own.id);
  CHECK(is_signed_by(*other, fixture));
  const TransactionPtr chained = payment_in(mail.at({2})[1]);
  CHECK(chained->transaction.inputs[0] == Outpoint{other->id, 0});
  CHECK(is_signed_by(*chained, fixture));
  CHECK(behaviour->fired() == 1);
}

TEST_CASE("forge_payments: eight forgeries beside what is honest", "[unit]") {
  TraitorFixture fixture;
  const OwnPayment own = own_payment(fixture);
  const auto behaviour = fixture.behaviour("forge_payments");
  const auto mail = fixture.step(*behaviour, {own.frame});
  REQUIRE(mail.at({0}).size() == 9);
  // Only the last forgery needs the honest payment before it; the others would be refused for
  // spending the same coins.
  CHECK(mail.at({0})[7].id() == own.frame.id());
  // Some are refused by the decoder already, the others each say something else.
  std::set<Hash> contents;
  for (const Frame& frame : mail.at({0})) {
    const auto envelope = open_envelope(frame.bytes());
    REQUIRE(envelope.has_value());
    CHECK(contents.insert(sha256(envelope->data)).second);
  }
  CHECK(behaviour->fired() == 8);
}

TEST_CASE("forge_payments: coins named twice pay for what they would be worth then", "[unit]") {
  TraitorFixture fixture;
  const OwnPayment own = own_payment(fixture);
  const auto mail = fixture.step(*fixture.behaviour("forge_payments"), {own.frame});
  int twice = 0;
  for (const Frame& frame : mail.at({0})) {
    const TransactionPtr payment = payment_in(frame);
    if (payment == nullptr || payment->transaction.inputs.size() != 2) {
      continue;
    }
    ++twice;
    CHECK(payment->transaction.inputs[0] == payment->transaction.inputs[1]);
    std::int64_t paid = 0;
    for (const Coin& coin : payment->transaction.outputs) {
      paid += coin.amount;
    }
    CHECK(paid == 2 * (70 + 30));
    CHECK(is_signed_by(*payment, fixture));
  }
  CHECK(twice == 1);
}

TEST_CASE("fill_mempool: a chain in which each spends the change of the one before", "[unit]") {
  TraitorFixture fixture;
  const OwnPayment own = own_payment(fixture);
  const auto behaviour = fixture.behaviour("fill_mempool");
  const auto mail = fixture.step(*behaviour, {own.frame});
  REQUIRE(mail.at({0}).size() == 49);
  Outpoint expected{own.id, 1};
  for (std::size_t index = 1; index < mail.at({0}).size(); ++index) {
    const TransactionPtr next = payment_in(mail.at({0})[index]);
    REQUIRE(next != nullptr);
    CHECK(next->transaction.inputs == std::vector{expected});
    CHECK(next->transaction.outputs[0].amount == 30);
    CHECK(is_signed_by(*next, fixture));
    expected = {next->id, 0};
  }
}

}  // namespace callo::sim::test
