#include "protocol/ledger/owner_index.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/crypto/sha256.hpp"

namespace callo {

namespace {

constexpr std::size_t kOwnerBytes = OwnerIndex::kOwnerBits / 8;

Outpoint first_place_of(const PublicKey& owner) {
  const Hash hash = sha256(owner.bytes);
  Outpoint place;
  std::copy_n(hash.bytes.begin(), kOwnerBytes, place.transaction.bytes.begin());
  return place;
}

}  // namespace

Outpoint OwnerIndex::place_of(const PublicKey& owner, const Outpoint& outpoint) {
  Outpoint place = first_place_of(owner);
  Writer out{kOutpointBytes};
  encode(out, outpoint);
  const Hash hash = sha256(out.view());
  std::copy_n(hash.bytes.begin(), hash.bytes.size() - kOwnerBytes,
              place.transaction.bytes.begin() + kOwnerBytes);
  return place;
}

void OwnerIndex::insert(const Outpoint& outpoint, const Coin& coin) {
  CALLO_CHECK(by_place_.insert(place_of(coin.owner, outpoint), coin));
}

void OwnerIndex::erase(const Outpoint& outpoint, const Coin& coin) {
  CALLO_CHECK(by_place_.erase(place_of(coin.owner, outpoint)));
}

std::optional<CoinsBelow> OwnerIndex::prove(const PublicKey& owner) const {
  return by_place_.prove_below(first_place_of(owner), kOwnerBits);
}

std::optional<CoinList> verify_owner(const CoinsBelow& proof, std::span<const Outpoint> outpoints,
                                     const PublicKey& owner, const Hash& root) {
  const std::optional<CoinList> below =
      verify_coins_below(proof, first_place_of(owner), OwnerIndex::kOwnerBits, root);
  if (!below.has_value()) {
    return std::nullopt;
  }
  CoinList coins;
  for (const auto& [place, coin] : *below) {
    if (coin.owner != owner) {
      continue;
    }
    if (coins.size() == outpoints.size() ||
        OwnerIndex::place_of(owner, outpoints[coins.size()]) != place) {
      return std::nullopt;
    }
    coins.emplace_back(outpoints[coins.size()], coin);
  }
  return coins.size() == outpoints.size() ? std::optional{std::move(coins)} : std::nullopt;
}

}  // namespace callo
