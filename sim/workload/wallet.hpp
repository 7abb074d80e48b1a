#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/ledger/transaction.hpp"

namespace callo::sim {

// A bank's coins and the key that spends them. Holds only what it saw committed; a coin in a
// pending payment is spoken for, so that the bank never contradicts itself.
class Wallet {
 public:
  Wallet(std::unique_ptr<Signer> signer, std::string chain_id);

  const PublicKey& key() const { return signer_->public_key(); }

  // A committed coin of this wallet. Ignores one that it holds already.
  void receive(const Outpoint& outpoint, const Coin& coin);

  struct Payment {
    Hash id;
    Currency currency;
    Bytes transaction;
  };

  // Pays `amount` > 0 in one currency, the change back to itself. Spends the coins it has had
  // longest: fresh ones may not have reached every node's ledger yet, and small ones get merged.
  // Nullopt when no currency has enough free coins.
  std::optional<Payment> pay(const PublicKey& payee, std::int64_t amount);

  // The payment will not be waited for any longer: its coins may be spent again. Should it be
  // committed all the same, on_committed sorts it out. Ignores what is not pending.
  void release(const Hash& payment);

  // Learns what a committed transaction spent and made. Every transaction once, in order.
  void on_committed(const Hash& id, const Transaction& transaction);

  std::size_t pending_payments() const { return pending_.size(); }

  std::size_t free_coins() const { return places_.size(); }

  // Free and spoken for.
  std::map<Currency, std::int64_t> balances() const;

 private:
  struct Held {
    Outpoint outpoint;
    Coin coin;
  };

  // Free coins of one currency by age; the lowest is the oldest.
  using Purse = std::map<std::uint64_t, Held>;

  struct Place {
    Currency currency;
    std::uint64_t age{};
  };

  std::vector<Currency> currencies_by_age() const;
  std::vector<Held> choose(const Purse& purse, std::int64_t amount) const;
  void put(const Held& held);
  void take(const Outpoint& outpoint);
  void forget_spent(const Hash& spender, const Outpoint& outpoint);

  std::unique_ptr<Signer> signer_;
  std::string chain_id_;
  std::map<Currency, Purse> purses_;           // none is empty
  std::map<Outpoint, Place> places_;           // of the free coins
  std::map<Hash, std::vector<Held>> pending_;  // by payment: the coins it spends
  std::map<Outpoint, Hash> spoken_for_;
  std::uint64_t next_age_ = 0;
};

}  // namespace callo::sim
