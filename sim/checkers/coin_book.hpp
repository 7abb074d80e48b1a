#pragma once

#include <map>
#include <optional>
#include <vector>

#include "protocol/ledger/genesis.hpp"
#include "protocol/ledger/transaction.hpp"

namespace callo::sim {

// Which coins are there: the checkers' own ledger. Those of the genesis are named by their place in
// it, so that of these only the spent ones need a note.
class CoinBook {
 public:
  // The genesis outlives the book.
  explicit CoinBook(const Genesis& genesis)
      : genesis_{genesis}, genesis_hash_{genesis_hash(genesis)}, is_spent_(genesis.coins.size()) {}

  // Takes the coin out; nullopt if it is spent already or was never made.
  std::optional<Coin> take(const Outpoint& outpoint) {
    if (is_of_genesis(outpoint) && !is_spent_[outpoint.index]) {
      is_spent_[outpoint.index] = true;
      return genesis_.coins[outpoint.index];
    }
    const auto found = made_.find(outpoint);
    if (found == made_.end()) {
      return std::nullopt;
    }
    const Coin coin = found->second;
    made_.erase(found);
    return coin;
  }

  // False if a coin of that name is there.
  bool add(const DecodedTransaction& decoded) {
    bool are_new = true;
    for (std::uint32_t index = 0; index < decoded.transaction.outputs.size(); ++index) {
      const Outpoint outpoint{decoded.id, index};
      const bool is_there = is_of_genesis(outpoint) && !is_spent_[index];
      are_new = !is_there && made_.emplace(outpoint, decoded.transaction.outputs[index]).second &&
                are_new;
    }
    return are_new;
  }

 private:
  bool is_of_genesis(const Outpoint& outpoint) const {
    return outpoint.index < is_spent_.size() && outpoint.transaction == genesis_hash_;
  }

  const Genesis& genesis_;
  const Hash genesis_hash_;
  std::vector<bool> is_spent_;     // coins of the genesis, by index
  std::map<Outpoint, Coin> made_;  // by transactions, and not spent
};

}  // namespace callo::sim
