#include "sim/workload/payment_workload.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "protocol/base/check.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/workload/bank_keys.hpp"

namespace callo::sim {

namespace {

constexpr std::int64_t kCoinsPerBankMin = 16;
constexpr std::int64_t kCoinsPerBankMax = 4'096;
constexpr Purpose kArrivals = Purpose::of("payment arrivals");
constexpr Purpose kParties = Purpose::of("payment parties and amounts");

// Each coin pays for several payments; falls back to one where more would not fit.
std::int64_t coin_amount(const PaymentWorkloadConfig& config) {
  std::int64_t amount = 0;
  return __builtin_mul_overflow(config.amount_max, std::int64_t{16}, &amount) ? config.amount_max
                                                                              : amount;
}

// As many as a bank's share of the payments that are made before the first of them expires, twice.
std::size_t coins_per_bank(const PaymentWorkloadConfig& config) {
  const auto banks = static_cast<std::int64_t>(config.home_currencies.size());
  const std::int64_t in_flight = config.expires_after / config.interval_mean / banks;
  return static_cast<std::size_t>(
      std::clamp(std::min(in_flight, kCoinsPerBankMax) * 2, kCoinsPerBankMin, kCoinsPerBankMax));
}

}  // namespace

PaymentWorkload::PaymentWorkload(PaymentWorkloadConfig config, const SignerFactory& make_signer)
    : config_{std::move(config)}, next_arrival_{config_.from} {
  CALLO_CHECK(config_.home_currencies.size() >= 2);
  CALLO_CHECK(config_.interval_mean > Duration::zero());
  CALLO_CHECK(config_.amount_min > 0 && config_.amount_min <= config_.amount_max);
  fund(make_signer);
  seen_.assign(wallets_.size(), 0);
  schedule_next();
}

void PaymentWorkload::fund(const SignerFactory& make_signer) {
  genesis_.chain_id = config_.chain_id;
  genesis_.registrar = config_.registrar;
  const std::set<Currency> currencies{config_.home_currencies.begin(),
                                      config_.home_currencies.end()};
  for (const Currency& currency : currencies) {
    const KeySeed seed = derive_key_seed(config_.key_seed, "issuer " + currency.text(), 0);
    genesis_.issuers.push_back({currency, make_signer(seed)->public_key()});
  }
  const std::size_t coins = coins_per_bank(config_);
  for (std::uint32_t bank = 0; bank < config_.home_currencies.size(); ++bank) {
    wallets_.emplace_back(make_signer(derive_key_seed(config_.key_seed, "bank", bank)),
                          config_.chain_id);
    genesis_.coins.insert(
        genesis_.coins.end(), coins,
        Coin{wallets_.back().key(), config_.home_currencies[bank], coin_amount(config_)});
  }
  const Hash id = genesis_hash(genesis_);
  for (std::uint32_t index = 0; index < genesis_.coins.size(); ++index) {
    wallets_[index / coins].receive(genesis_outpoint(id, index), genesis_.coins[index]);
  }
}

void PaymentWorkload::schedule_next() {
  RandomStream random{config_.seed, kArrivals, next_number_};
  const Duration gap{random.exponential(config_.interval_mean.count())};
  // The last date is never reached: the engine's end stands for "none".
  const bool is_over = gap >= config_.until - next_arrival_;
  next_arrival_ = is_over ? kSimEnd : next_arrival_ + gap;
}

ScheduledPayment PaymentWorkload::take_next() {
  CALLO_CHECK(next_arrival_ != kSimEnd);
  expire(next_arrival_);
  RandomStream random{config_.seed, kParties, next_number_};
  ScheduledPayment payment;
  payment.number = next_number_;
  payment.scheduled = next_arrival_;
  payment.payer = static_cast<std::uint32_t>(random.below(wallets_.size()));
  payment.payee = static_cast<std::uint32_t>(random.below(wallets_.size() - 1));
  payment.payee += payment.payee >= payment.payer ? 1 : 0;
  payment.amount = random.between(config_.amount_min, config_.amount_max);
  payment.made = wallets_[payment.payer].pay(wallets_[payment.payee].key(), payment.amount);
  if (payment.made.has_value()) {
    open_.emplace(payment.made->id, Open{payment.number, payment.payee});
    deadlines_.push_back(
        {payment.scheduled + config_.expires_after, payment.payer, payment.made->id});
  }
  ++next_number_;
  schedule_next();
  return payment;
}

void PaymentWorkload::expire(SimTime now) {
  while (!deadlines_.empty() && deadlines_.front().at <= now) {
    wallets_[deadlines_.front().payer].release(deadlines_.front().payment);
    deadlines_.pop_front();
  }
}

void PaymentWorkload::learn(Height height, std::span<const Bytes> transactions) {
  CommittedBlock& block = blocks_[height];
  for (const Bytes& bytes : transactions) {
    if (TransactionPtr decoded = decode_transaction(bytes)) {
      block.push_back(std::move(decoded));
    }
  }
}

void PaymentWorkload::show(std::uint32_t bank, const CommittedBlock& block,
                           std::vector<std::uint64_t>& settled) {
  for (const TransactionPtr& committed : block) {
    wallets_[bank].on_committed(committed->id, committed->transaction);
    const auto open = open_.find(committed->id);
    if (open != open_.end() && open->second.payee == bank) {
      settled.push_back(open->second.number);
      open_.erase(open);
    }
  }
}

std::vector<std::uint64_t> PaymentWorkload::on_committed(std::uint32_t bank, Height height,
                                                         std::span<const Bytes> transactions) {
  if (!knows(height)) {
    learn(height, transactions);
  }
  std::vector<std::uint64_t> settled;
  while (seen_[bank] < height) {
    const auto next = blocks_.find(seen_[bank] + 1);
    if (next == blocks_.end()) {
      break;  // its only report so far was lost in a crash; another bank's will come
    }
    ++seen_[bank];
    show(bank, next->second, settled);
  }
  drop_blocks_all_have_seen();
  return settled;
}

void PaymentWorkload::drop_blocks_all_have_seen() {
  first_kept_ = *std::min_element(seen_.begin(), seen_.end()) + 1;
  blocks_.erase(blocks_.begin(), blocks_.lower_bound(first_kept_));
}

}  // namespace callo::sim
