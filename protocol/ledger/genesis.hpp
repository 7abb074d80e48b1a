#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/ledger/coin.hpp"

namespace callo {

// The institution that may make coins of a currency.
struct Issuer {
  Currency currency;
  PublicKey key;
};

// What the ledger holds before the first block; agreed on out of band.
struct Genesis {
  std::string chain_id;
  std::vector<Issuer> issuers;  // one per currency
  std::vector<Coin> coins;
  // The core server's key, by which it decides who may vote; nullopt: the validators never change.
  std::optional<PublicKey> registrar = std::nullopt;
  // The state hash covers an index of the coins by owner as well (owner_index.hpp), so that "these
  // are all coins of this key" can be proven.
  bool indexes_owners = false;
};

// SHA-256 of: text tag | text chain id | u32 count, issuers {currency, key} | u32 count, coins |
// bool, registrar's key | u8 1 if owners are indexed.
Hash genesis_hash(const Genesis& genesis);

// Coins of the genesis are named as if it were a transaction: (genesis hash, position).
inline Outpoint genesis_outpoint(const Hash& genesis, std::uint32_t index) {
  return {genesis, index};
}

}  // namespace callo
