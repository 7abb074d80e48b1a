#include "protocol/ledger/transaction.hpp"

#include <algorithm>

#include "protocol/crypto/sha256.hpp"
#include "protocol/ledger/refusal.hpp"
#include "protocol/wire/envelope.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ledger_fixture.hpp"

namespace callo {
namespace {

using test::kCedi;
using test::kNaira;
using test::LedgerFixture;

TEST_CASE("currency: only three upper-case letters are a code", "[unit][ledger]") {
  CHECK(parse_currency("NGN")->text() == "NGN");
  for (const char* bad : {"", "NG", "NGNN", "ngn", "N1N", "N N"}) {
    CHECK_FALSE(parse_currency(bad).has_value());
  }
}

TEST_CASE("transaction: decoding gives back what was encoded", "[unit][ledger]") {
  LedgerFixture fixture;
  const Transaction spend =
      fixture.spend({fixture.coin(0), fixture.coin(8)},
                    {LedgerFixture::pay(fixture.bob, 150), LedgerFixture::pay(fixture.alice, 50)},
                    {&fixture.alice, &fixture.bob});
  const Transaction issue =
      fixture.issue(kCedi, 1, {LedgerFixture::pay(fixture.bob, 7, kCedi)}, fixture.issuer);
  for (const Transaction& transaction : {spend, issue}) {
    const Bytes bytes = encode(transaction);
    const TransactionPtr decoded = decode_transaction(bytes);
    REQUIRE(decoded != nullptr);
    CHECK(decoded->transaction == transaction);
    CHECK(encode(decoded->transaction) == bytes);
    CHECK(decoded->id == sha256(encode_body(transaction)));
    CHECK(decoded->content == sha256(bytes));
  }
}

TEST_CASE("transaction: the id does not cover the signatures, the content does", "[unit][ledger]") {
  LedgerFixture fixture;
  Transaction transaction =
      fixture.spend({fixture.coin(0)}, {LedgerFixture::pay(fixture.bob, 100)}, {&fixture.alice});
  const TransactionPtr before = decode_transaction(encode(transaction));
  transaction.signatures[0].bytes[5] ^= 1;
  const TransactionPtr after = decode_transaction(encode(transaction));
  CHECK(before->id == after->id);
  CHECK(before->content != after->content);
}

TEST_CASE("transaction: every truncation and every trailing byte is refused", "[unit][ledger]") {
  LedgerFixture fixture;
  Bytes bytes = encode(
      fixture.spend({fixture.coin(0)}, {LedgerFixture::pay(fixture.bob, 100)}, {&fixture.alice}));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK(decode_transaction(BytesView{bytes}.first(size)) == nullptr);
  }
  bytes.push_back(0);
  CHECK(decode_transaction(bytes) == nullptr);
}

TEST_CASE("transaction: unknown kinds, bad currencies and huge counts are refused",
          "[unit][ledger]") {
  LedgerFixture fixture;
  const Bytes good = encode(
      fixture.spend({fixture.coin(0)}, {LedgerFixture::pay(fixture.bob, 100)}, {&fixture.alice}));
  constexpr std::size_t kInputCount = 1;
  constexpr std::size_t kCurrency = 1 + 4 + kOutpointBytes + 4 + 32;
  for (const auto& [position, value] : {std::pair<std::size_t, std::uint8_t>{0, 0},
                                        {0, 3},
                                        {kInputCount + 3, 0xFF},
                                        {kInputCount + 1, 2},
                                        {kCurrency, 'n'}}) {
    Bytes bad = good;
    bad[position] = value;
    CHECK(decode_transaction(bad) == nullptr);
  }
  CHECK(decode_transaction(Bytes(kTransactionBytesMax + 1)) == nullptr);
}

// Vector for a signature that covers too little (no new owner, no amount, no chain id): each of
// these fields must change what is signed.
TEST_CASE("transaction: a signature covers chain, coins spent, next owners and amounts",
          "[unit][ledger]") {
  LedgerFixture fixture;
  Transaction transaction =
      fixture.spend({fixture.coin(0)}, {LedgerFixture::pay(fixture.bob, 100)}, {&fixture.alice});
  const Bytes signed_bytes = sign_bytes("sphyx", encode_body(transaction));
  CHECK(sign_bytes("other", encode_body(transaction)) != signed_bytes);
  Transaction changed = transaction;
  changed.outputs[0].owner = fixture.issuer.public_key();
  CHECK(sign_bytes("sphyx", encode_body(changed)) != signed_bytes);
  changed = transaction;
  changed.outputs[0].amount = 99;
  CHECK(sign_bytes("sphyx", encode_body(changed)) != signed_bytes);
  changed = transaction;
  changed.outputs[0].currency = kCedi;
  CHECK(sign_bytes("sphyx", encode_body(changed)) != signed_bytes);
  changed = transaction;
  changed.inputs[0].index ^= 1;
  CHECK(sign_bytes("sphyx", encode_body(changed)) != signed_bytes);
}

TEST_CASE("transaction: what is signed cannot be read as the start of an envelope",
          "[unit][ledger]") {
  CHECK(sign_bytes("sphyx", {})[0] != kEnvelopeVersion);
}

TEST_CASE("refusal: every reason has a text of its own", "[unit][ledger]") {
  std::vector<std::string_view> texts;
  for (std::uint8_t reason = 0; reason <= kRefusalMax; ++reason) {
    texts.push_back(to_text(static_cast<Refusal>(reason)));
  }
  std::sort(texts.begin(), texts.end());
  CHECK(std::adjacent_find(texts.begin(), texts.end()) == texts.end());
}

}  // namespace
}  // namespace callo
