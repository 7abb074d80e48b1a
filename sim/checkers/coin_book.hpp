#pragma once

#include <map>
#include <optional>

#include "protocol/ledger/genesis.hpp"
#include "protocol/ledger/transaction.hpp"

namespace callo::sim {

// Which coins are there, kept with nothing but a map: the checkers' own ledger.
class CoinBook {
 public:
  explicit CoinBook(const Genesis& genesis) {
    const Hash hash = genesis_hash(genesis);
    for (std::uint32_t index = 0; index < genesis.coins.size(); ++index) {
      // In their order, so that none is searched for.
      coins_.emplace_hint(coins_.end(), genesis_outpoint(hash, index), genesis.coins[index]);
    }
  }

  // Takes the coin out; nullopt if it is spent already or was never made.
  std::optional<Coin> take(const Outpoint& outpoint) {
    const auto found = coins_.find(outpoint);
    if (found == coins_.end()) {
      return std::nullopt;
    }
    const Coin coin = found->second;
    coins_.erase(found);
    return coin;
  }

  // False if a coin of that name is there.
  bool add(const DecodedTransaction& decoded) {
    bool are_new = true;
    for (std::uint32_t index = 0; index < decoded.transaction.outputs.size(); ++index) {
      are_new =
          coins_.emplace(Outpoint{decoded.id, index}, decoded.transaction.outputs[index]).second &&
          are_new;
    }
    return are_new;
  }

  const std::map<Outpoint, Coin>& coins() const { return coins_; }

 private:
  std::map<Outpoint, Coin> coins_;
};

}  // namespace callo::sim
