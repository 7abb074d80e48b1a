#include "sim/workload/payment_workload.hpp"

#include <algorithm>

#include "protocol/crypto/ed25519.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/ledger/mempool.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

constexpr Currency kNaira{{'N', 'G', 'N'}};
constexpr Currency kShilling{{'K', 'E', 'S'}};

// As the stand-alone explorer would: same keys, cheap signatures.
class KeyOnly final : public Signer {
 public:
  explicit KeyOnly(const KeySeed& seed) { key_.bytes = seed.bytes; }

  const PublicKey& public_key() const override { return key_; }

  Signature sign(BytesView) override { return {}; }

 private:
  PublicKey key_;
};

std::unique_ptr<Signer> cheap(const KeySeed& seed) {
  return std::make_unique<KeyOnly>(seed);
}

std::unique_ptr<Signer> real(const KeySeed& seed) {
  return std::make_unique<Ed25519Signer>(seed);
}

PaymentWorkloadConfig config_of(std::uint64_t seed) {
  PaymentWorkloadConfig config;
  config.seed = seed;
  config.key_seed = seed;
  config.chain_id = "sphyx";
  config.home_currencies = {kNaira, kNaira, kShilling, kShilling};
  config.interval_mean = std::chrono::milliseconds{20};
  config.amount_min = 100;
  config.amount_max = 10'000;
  config.until = sim_time(10'000'000'000);
  config.expires_after = std::chrono::seconds{5};
  return config;
}

Submission submitted(const ScheduledPayment& payment) {
  return {NodeId{payment.payer}, decode_transaction(payment.made->transaction), {}, {}};
}

struct Seen {
  std::vector<SimTime> dates;
  std::vector<std::uint32_t> parties;
  std::vector<std::int64_t> amounts;
  bool operator==(const Seen&) const = default;
};

Seen watch(PaymentWorkload& workload) {
  Seen seen;
  while (workload.next_arrival() != kSimEnd) {
    const ScheduledPayment payment = workload.take_next();
    seen.dates.push_back(payment.scheduled);
    seen.parties.push_back(payment.payer * 100 + payment.payee);
    seen.amounts.push_back(payment.amount);
  }
  return seen;
}

TEST_CASE("payments: one seed, one demand", "[unit][workload]") {
  PaymentWorkload first{config_of(1), cheap};
  PaymentWorkload second{config_of(1), cheap};
  PaymentWorkload other{config_of(2), cheap};
  const Seen seen = watch(first);
  CHECK(seen == watch(second));
  CHECK_FALSE(seen == watch(other));
}

TEST_CASE("payments: demand does not depend on what was committed or on the crypto",
          "[unit][workload]") {
  PaymentWorkload idle{config_of(1), cheap};
  PaymentWorkload busy{config_of(1), real};
  Seen seen;
  for (Height height = 1; busy.next_arrival() != kSimEnd; ++height) {
    const ScheduledPayment payment = busy.take_next();
    seen.dates.push_back(payment.scheduled);
    seen.parties.push_back(payment.payer * 100 + payment.payee);
    seen.amounts.push_back(payment.amount);
    REQUIRE(payment.made.has_value());
    const std::vector<Bytes> block{payment.made->transaction};
    for (std::uint32_t bank = 0; bank < 3; ++bank) {  // one bank's node is cut off
      busy.on_committed(bank, height, block);
    }
  }
  CHECK(seen == watch(idle));
}

TEST_CASE("payments: the rate, the window and the amounts are as asked", "[unit][workload]") {
  PaymentWorkloadConfig config = config_of(3);
  config.from = sim_time(2'000'000'000);
  config.until = sim_time(102'000'000'000);
  PaymentWorkload workload{config, cheap};
  const Seen seen = watch(workload);
  CHECK(seen.dates.size() > 4'700);  // 5,000 expected, deviation 71
  CHECK(seen.dates.size() < 5'300);
  CHECK(seen.dates.front() >= config.from);
  CHECK(seen.dates.back() < config.until);
  CHECK(std::is_sorted(seen.dates.begin(), seen.dates.end()));
  CHECK(*std::min_element(seen.amounts.begin(), seen.amounts.end()) >= 100);
  CHECK(*std::max_element(seen.amounts.begin(), seen.amounts.end()) <= 10'000);
  for (const std::uint32_t parties : seen.parties) {
    CHECK(parties / 100 != parties % 100);
    CHECK(parties / 100 < 4);
    CHECK(parties % 100 < 4);
  }
}

TEST_CASE("payments: nobody double-spends while nothing is committed", "[unit][workload]") {
  PaymentWorkload workload{config_of(1), real};
  Ed25519Verifier verifier;
  Ledger ledger{*LedgerState::from_genesis(workload.genesis()), verifier, nullptr};
  Mempool mempool{ledger};
  const SimTime expiry = sim_time(5'000'000'000);
  while (workload.next_arrival() < expiry) {
    const ScheduledPayment payment = workload.take_next();
    REQUIRE(payment.made.has_value());
    Work work;
    REQUIRE(mempool.add(submitted(payment), work) == Refusal::none);
  }
  CHECK(mempool.size() > 200);
}

// The whole circle: workload, mempool, blocks, commits seen at different times by different banks.
TEST_CASE("payments: settle over the real ledger, and wallets agree with it", "[unit][workload]") {
  PaymentWorkload workload{config_of(5), real};
  Ed25519Verifier verifier;
  Ledger ledger{*LedgerState::from_genesis(workload.genesis()), verifier, nullptr};
  Mempool mempool{ledger};
  std::size_t made = 0;
  std::vector<std::uint64_t> settled;
  const auto report = [&](std::uint32_t bank, Height height, const std::vector<Bytes>& block) {
    const auto now = workload.on_committed(bank, height, block);
    settled.insert(settled.end(), now.begin(), now.end());
  };
  Height height = 0;
  while (workload.next_arrival() != kSimEnd) {
    const ScheduledPayment payment = workload.take_next();
    REQUIRE(payment.made.has_value());
    Work work;
    REQUIRE(mempool.add(submitted(payment), work) == Refusal::none);
    if (++made % 25 == 0) {
      const std::vector<Bytes> block = mempool.reap(1 << 20);
      std::vector<Hash> leaves;
      for (const Bytes& bytes : block) {
        leaves.push_back(merkle_leaf(bytes));
      }
      REQUIRE(ledger.apply_block(block, merkle_root(leaves), work).is_accepted());
      mempool.on_block_applied(ledger.last_applied());
      ++height;
      CHECK_FALSE(workload.knows(height));
      report(0, height, block);
      CHECK(workload.knows(height));
      report(1, height, {});
      report(2, height, {});
      if (height % 3 == 0) {
        report(3, height, {});  // bank 3 misses two reports of three
      }
    }
  }
  for (std::uint32_t bank = 0; bank < 4; ++bank) {
    report(bank, height, {});
  }
  CHECK(settled.size() == made / 25 * 25);
  std::sort(settled.begin(), settled.end());
  CHECK(std::adjacent_find(settled.begin(), settled.end()) == settled.end());
  std::map<PublicKey, std::map<Currency, std::int64_t>> held;
  for (const auto& [where, coin] : ledger.state().coins().coins()) {
    held[coin.owner][coin.currency] += coin.amount;
  }
  for (std::uint32_t bank = 0; bank < 4; ++bank) {
    CHECK(workload.wallet(bank).balances() == held[workload.wallet(bank).key()]);
  }
}

TEST_CASE("payments: expiry frees coins", "[unit][workload]") {
  PaymentWorkloadConfig config = config_of(1);
  config.until = sim_time(60'000'000'000);
  PaymentWorkload workload{config, cheap};
  std::size_t unfunded = 0;
  while (workload.next_arrival() != kSimEnd) {
    unfunded += workload.take_next().made.has_value() ? 0U : 1U;
  }
  CHECK(unfunded == 0);  // nothing is ever committed, yet coins come back
}

TEST_CASE("payments: a payment that no coins are free for is scheduled but not made",
          "[unit][workload]") {
  PaymentWorkloadConfig config = config_of(1);
  config.interval_mean = std::chrono::milliseconds{1};
  config.expires_after = std::chrono::hours{24};  // more in flight than any bank has coins for
  config.until = kSimEnd;
  config.amount_min = config.amount_max;
  PaymentWorkload workload{config, cheap};
  bool was_short = false;
  for (std::uint64_t number = 0; number < 20'000 && !was_short; ++number) {
    const ScheduledPayment payment = workload.take_next();
    CHECK(payment.number == number);
    was_short = !payment.made.has_value();
  }
  CHECK(was_short);
}

TEST_CASE("payments: a lost report delays wallets until another brings it", "[unit][workload]") {
  PaymentWorkload workload{config_of(1), cheap};
  ScheduledPayment payment = workload.take_next();
  const std::vector<Bytes> block{payment.made->transaction};
  CHECK(workload.on_committed(payment.payee, 2, {}).empty());  // height 1 is unknown as yet
  const std::uint32_t other = payment.payer;
  CHECK(workload.on_committed(other, 1, block).empty());
  CHECK(workload.on_committed(payment.payee, 2, {}) == std::vector<std::uint64_t>{payment.number});
  CHECK(workload.on_committed(payment.payee, 2, {}).empty());
}

}  // namespace
}  // namespace callo::sim
