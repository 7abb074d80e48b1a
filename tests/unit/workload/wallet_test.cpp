#include "sim/workload/wallet.hpp"

#include "protocol/crypto/ed25519.hpp"
#include "protocol/crypto/sha256.hpp"
#include "sim/workload/bank_keys.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

constexpr Currency kNaira{{'N', 'G', 'N'}};
constexpr Currency kShilling{{'K', 'E', 'S'}};

struct Fixture {
  static std::unique_ptr<Signer> signer(std::uint64_t index) {
    return std::make_unique<Ed25519Signer>(derive_key_seed(7, "bank", index));
  }

  void give(std::uint32_t index, std::int64_t amount, const Currency& currency = kNaira) {
    wallet.receive({sha256({}), index}, {wallet.key(), currency, amount});
  }

  void commit(const Wallet::Payment& payment) {
    const TransactionPtr decoded = decode_transaction(payment.transaction);
    wallet.on_committed(decoded->id, decoded->transaction);
  }

  static Transaction transaction_of(const Wallet::Payment& payment) {
    return decode_transaction(payment.transaction)->transaction;
  }

  Wallet wallet{signer(0), "sphyx"};
  PublicKey payee = signer(1)->public_key();
};

TEST_CASE("bank keys: differ by seed, role and index, and repeat", "[unit][workload]") {
  const auto key = [](std::uint64_t seed, std::string_view role, std::uint64_t index) {
    return derive_key_seed(seed, role, index).bytes;
  };
  CHECK(key(1, "bank", 2) == key(1, "bank", 2));
  CHECK(key(1, "bank", 2) != key(2, "bank", 2));
  CHECK(key(1, "bank", 2) != key(1, "bank", 3));
  CHECK(key(1, "bank", 2) != key(1, "issuer", 2));
}

TEST_CASE("wallet: pays exactly and gives itself the change", "[unit][workload]") {
  Fixture f;
  f.give(0, 100);
  const auto payment = f.wallet.pay(f.payee, 30);
  REQUIRE(payment.has_value());
  const Transaction transaction = Fixture::transaction_of(*payment);
  CHECK(transaction.outputs ==
        std::vector<Coin>{{f.payee, kNaira, 30}, {f.wallet.key(), kNaira, 70}});
  CHECK(decode_transaction(payment->transaction)->id == payment->id);
  CHECK_FALSE(f.wallet.pay(f.payee, 30).has_value());  // the change is not committed yet
  CHECK(f.wallet.balances().at(kNaira) == 100);
  f.commit(*payment);
  CHECK(f.wallet.balances().at(kNaira) == 70);
  CHECK(f.wallet.pending_payments() == 0);
  CHECK(Fixture::transaction_of(*f.wallet.pay(f.payee, 70)).outputs.size() == 1);
}

TEST_CASE("wallet: spends the oldest coins first and merges small ones", "[unit][workload]") {
  Fixture f;
  for (std::uint32_t index = 0; index < 4; ++index) {
    f.give(index, 10);
  }
  const Transaction transaction = Fixture::transaction_of(*f.wallet.pay(f.payee, 25));
  CHECK(transaction.inputs ==
        std::vector<Outpoint>{{sha256({}), 0}, {sha256({}), 1}, {sha256({}), 2}});
  CHECK(f.wallet.free_coins() == 1);
}

TEST_CASE("wallet: many small coins do not hide a large one", "[unit][workload]") {
  Fixture f;
  for (std::uint32_t index = 0; index < 100; ++index) {
    f.give(index, 1);
  }
  f.give(100, 1'000);
  const auto payment = f.wallet.pay(f.payee, 900);
  REQUIRE(payment.has_value());
  CHECK(Fixture::transaction_of(*payment).inputs.size() == 16);
}

TEST_CASE("wallet: one payment is of one currency, another one is tried", "[unit][workload]") {
  Fixture f;
  f.give(0, 50, kShilling);
  f.give(1, 60);
  CHECK_FALSE(f.wallet.pay(f.payee, 100).has_value());
  CHECK(f.wallet.pay(f.payee, 55)->currency == kNaira);
  CHECK(f.wallet.pay(f.payee, 50)->currency == kShilling);
}

TEST_CASE("wallet: released coins are free again, once", "[unit][workload]") {
  Fixture f;
  f.give(0, 100);
  const auto payment = f.wallet.pay(f.payee, 100);
  f.wallet.release(payment->id);
  f.wallet.release(payment->id);
  CHECK(f.wallet.free_coins() == 1);
  CHECK(f.wallet.pay(f.payee, 40).has_value());
}

TEST_CASE("wallet: a payment given up and committed all the same takes its coins along",
          "[unit][workload]") {
  Fixture f;
  f.give(0, 100);
  f.give(1, 100);
  const auto late = f.wallet.pay(f.payee, 100);
  f.wallet.release(late->id);
  SECTION("while they are free") {
    f.commit(*late);
    CHECK(f.wallet.free_coins() == 1);
  }
  SECTION("while a later payment wants them") {
    const auto later = f.wallet.pay(f.payee, 200);
    f.commit(*late);
    CHECK(f.wallet.pending_payments() == 0);
    CHECK(f.wallet.free_coins() == 1);
    CHECK(f.wallet.balances().at(kNaira) == 100);
    CHECK(later->id != late->id);
  }
}

TEST_CASE("wallet: learns coins that others pay it, and only those", "[unit][workload]") {
  Fixture f;
  Transaction incoming;
  incoming.inputs = {{sha256({}), 77}};
  incoming.outputs = {{f.payee, kNaira, 5}, {f.wallet.key(), kShilling, 9}};
  f.wallet.on_committed(sha256({}), incoming);
  CHECK(f.wallet.balances() == std::map<Currency, std::int64_t>{{kShilling, 9}});
}

}  // namespace
}  // namespace callo::sim
