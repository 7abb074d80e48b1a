#pragma once

#include <optional>
#include <span>
#include <vector>

#include "protocol/ledger/coin_set.hpp"

namespace callo {

// The coins once more, in the order of their owners, so that a single path proves that these are
// all coins of a key. A coin's place begins with 64 bits of the hash of its owner's key and goes on
// with 192 bits of the hash of its outpoint. Whoever finds a key with another one's first 64 bits
// only puts his coins into the other's proofs, where everybody sees whose they are.
class OwnerIndex {
 public:
  static constexpr std::uint16_t kOwnerBits = 64;

  static Outpoint place_of(const PublicKey& owner, const Outpoint& outpoint);

  // Contract: a coin that is not there, and one that is.
  void insert(const Outpoint& outpoint, const Coin& coin);
  void erase(const Outpoint& outpoint, const Coin& coin);

  Hash root(std::uint64_t& hashed_bytes) const { return by_place_.root(hashed_bytes); }

  // Nullopt when there are no coins at all.
  std::optional<CoinsBelow> prove(const PublicKey& owner) const;

 private:
  CoinSet by_place_;
};

// All coins of the owner in the index with this root; `outpoints` names those of them that the
// proof shows, in its order. Nullopt when it does not show it.
std::optional<CoinList> verify_owner(const CoinsBelow& proof, std::span<const Outpoint> outpoints,
                                     const PublicKey& owner, const Hash& root);

}  // namespace callo
