#include "sim/hosts/remembering_verifier.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

#include <xxhash.h>

#include "protocol/base/check.hpp"

namespace callo::sim {

namespace {

// Outcomes that share a place; as many as a line of the cache holds. With one alone, a run of a
// thousand signatures forgot, and computed again, one in fifteen.
constexpr std::size_t kWays = 4;

XXH128_hash_t hash_of(const PublicKey& key, BytesView message, const Signature& signature) {
  // Key and signature seed the hash of the message through a fixed-size prefix of their own.
  std::array<std::uint8_t, sizeof(PublicKey) + sizeof(Signature) + sizeof(XXH128_hash_t)> all{};
  const XXH128_hash_t inner = XXH3_128bits(message.data(), message.size());
  std::memcpy(all.data(), key.bytes.data(), key.bytes.size());
  std::memcpy(all.data() + sizeof(PublicKey), signature.bytes.data(), signature.bytes.size());
  std::memcpy(all.data() + sizeof(PublicKey) + sizeof(Signature), &inner, sizeof inner);
  return XXH3_128bits(all.data(), all.size());
}

}  // namespace

RememberingVerifier::RememberingVerifier(Verifier& verifier, std::size_t slots)
    : verifier_{verifier}, slots_(slots) {
  CALLO_CHECK(std::has_single_bit(slots));
}

bool RememberingVerifier::verify(const PublicKey& key, BytesView message,
                                 const Signature& signature) {
  const XXH128_hash_t hash = hash_of(key, message, signature);
  const std::size_t ways = std::min(kWays, slots_.size());
  const std::span<Slot> place{&slots_[hash.low64 & (slots_.size() - ways)], ways};
  for (const Slot& slot : place) {
    if (slot.low == hash.low64 && (slot.high | 1U) == (hash.high64 | 1U)) {
      ++remembered_;
      return (slot.high & 1U) != 0;
    }
  }
  ++computed_;
  const bool valid = verifier_.verify(key, message, signature);
  std::shift_right(place.begin(), place.end(), 1);
  place.front() = {hash.low64, (hash.high64 & ~std::uint64_t{1}) | (valid ? 1U : 0U)};
  return valid;
}

}  // namespace callo::sim
