#include "sim/workload/wallet.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/check.hpp"
#include "protocol/crypto/sha256.hpp"

namespace callo::sim {

namespace {

// Enough to merge small coins, few enough to keep a payment small.
constexpr std::size_t kInputsMax = 16;

}  // namespace

Wallet::Wallet(std::unique_ptr<Signer> signer, std::string chain_id)
    : signer_{std::move(signer)}, chain_id_{std::move(chain_id)} {}

void Wallet::receive(const Outpoint& outpoint, const Coin& coin) {
  CALLO_CHECK(coin.owner == key());
  if (!places_.contains(outpoint) && !spoken_for_.contains(outpoint)) {
    put({outpoint, coin});
  }
}

void Wallet::put(const Held& held) {
  const std::uint64_t age = next_age_++;
  Purse& purse = purses_[held.coin.currency];
  purse.emplace_hint(purse.end(), age, held);
  // The many coins of a genesis come in their order.
  places_.emplace_hint(places_.end(), held.outpoint, Place{held.coin.currency, age});
}

void Wallet::take(const Outpoint& outpoint) {
  const auto place = places_.find(outpoint);
  const auto purse = purses_.find(place->second.currency);
  purse->second.erase(place->second.age);
  if (purse->second.empty()) {
    purses_.erase(purse);
  }
  places_.erase(place);
}

std::vector<Currency> Wallet::currencies_by_age() const {
  std::map<std::uint64_t, Currency> oldest;
  for (const auto& [currency, purse] : purses_) {
    oldest.emplace(purse.begin()->first, currency);
  }
  std::vector<Currency> currencies;
  for (const auto& [age, currency] : oldest) {
    currencies.push_back(currency);
  }
  return currencies;
}

// Oldest first; once there are too many, the smallest goes, so that in the end large ones remain.
std::vector<Wallet::Held> Wallet::choose(const Purse& purse, std::int64_t amount) const {
  std::vector<Held> chosen;
  std::int64_t sum = 0;  // at most a currency's supply
  for (const auto& [age, held] : purse) {
    chosen.push_back(held);
    sum += held.coin.amount;
    if (chosen.size() > kInputsMax) {
      const auto smallest = std::min_element(
          chosen.begin(), chosen.end(),
          [](const Held& a, const Held& b) { return a.coin.amount < b.coin.amount; });
      sum -= smallest->coin.amount;
      chosen.erase(smallest);
    }
    if (sum >= amount) {
      return chosen;
    }
  }
  return {};
}

std::optional<Wallet::Payment> Wallet::pay(const PublicKey& payee, std::int64_t amount) {
  CALLO_CHECK(amount > 0);
  for (const Currency& currency : currencies_by_age()) {
    const std::vector<Held> coins = choose(purses_.at(currency), amount);
    if (coins.empty()) {
      continue;
    }
    Transaction transaction;
    std::int64_t sum = 0;
    for (const Held& held : coins) {
      transaction.inputs.push_back(held.outpoint);
      sum += held.coin.amount;
    }
    transaction.outputs.push_back({payee, currency, amount});
    if (sum > amount) {
      transaction.outputs.push_back({key(), currency, sum - amount});
    }
    sign(transaction, chain_id_, *signer_);
    const Hash id = sha256(encode_body(transaction));
    for (const Held& held : coins) {
      take(held.outpoint);
      spoken_for_.emplace(held.outpoint, id);
    }
    pending_.emplace(id, coins);
    return Payment{id, currency, encode(transaction)};
  }
  return std::nullopt;
}

void Wallet::release(const Hash& payment) {
  const auto found = pending_.find(payment);
  if (found == pending_.end()) {
    return;
  }
  for (const Held& held : found->second) {
    spoken_for_.erase(held.outpoint);
    put(held);
  }
  pending_.erase(found);
}

void Wallet::forget_spent(const Hash& spender, const Outpoint& outpoint) {
  const auto claim = spoken_for_.find(outpoint);
  if (claim != spoken_for_.end() && claim->second != spender) {
    // A payment that was given up got through after all: the later one that wanted its coin cannot.
    release(Hash{claim->second});
  }
  if (places_.contains(outpoint)) {
    take(outpoint);
  }
}

void Wallet::on_committed(const Hash& id, const Transaction& transaction) {
  for (const Outpoint& input : transaction.inputs) {
    forget_spent(id, input);
  }
  const auto own = pending_.find(id);
  if (own != pending_.end()) {
    for (const Held& held : own->second) {
      spoken_for_.erase(held.outpoint);
    }
    pending_.erase(own);
  }
  for (std::uint32_t index = 0; index < transaction.outputs.size(); ++index) {
    if (transaction.outputs[index].owner == key()) {
      receive({id, index}, transaction.outputs[index]);
    }
  }
}

std::map<Currency, std::int64_t> Wallet::balances() const {
  std::map<Currency, std::int64_t> balances;
  for (const auto& [currency, purse] : purses_) {
    for (const auto& [age, held] : purse) {
      balances[currency] += held.coin.amount;
    }
  }
  for (const auto& [id, coins] : pending_) {
    for (const Held& held : coins) {
      balances[held.coin.currency] += held.coin.amount;
    }
  }
  return balances;
}

}  // namespace callo::sim
