#include "sim/hosts/modelled_crypto.hpp"

#include <cstring>

#include <xxhash.h>

#include "protocol/crypto/ed25519.hpp"

namespace callo::sim {

namespace {

Signature keyed_hash(const KeySeed& seed, BytesView message) {
  const XXH128_hash_t inner = XXH3_128bits(message.data(), message.size());
  std::array<std::uint8_t, sizeof(KeySeed) + sizeof inner + 1> keyed{};
  std::memcpy(keyed.data(), seed.bytes.data(), seed.bytes.size());
  std::memcpy(keyed.data() + sizeof(KeySeed), &inner, sizeof inner);
  Signature signature;
  for (std::size_t lane = 0; lane < sizeof(Signature) / sizeof inner; ++lane) {
    keyed.back() = static_cast<std::uint8_t>(lane);
    const XXH128_hash_t part = XXH3_128bits(keyed.data(), keyed.size());
    std::memcpy(signature.bytes.data() + lane * sizeof part, &part, sizeof part);
  }
  return signature;
}

class ModelledSigner final : public Signer {
 public:
  ModelledSigner(const KeySeed& seed, const PublicKey& key) : seed_{seed}, key_{key} {}

  const PublicKey& public_key() const override { return key_; }

  Signature sign(BytesView message) override { return keyed_hash(seed_, message); }

 private:
  KeySeed seed_;
  PublicKey key_;
};

}  // namespace

std::unique_ptr<Signer> ModelledKeyring::make_signer(const KeySeed& seed) {
  return make_signer(seed, Ed25519Signer{seed}.public_key());
}

std::unique_ptr<Signer> ModelledKeyring::make_signer(const KeySeed& seed, const PublicKey& key) {
  seeds_[key] = seed;
  return std::make_unique<ModelledSigner>(seed, key);
}

bool ModelledKeyring::verify(const PublicKey& key, BytesView message, const Signature& signature) {
  const auto found = seeds_.find(key);
  return found != seeds_.end() && keyed_hash(found->second, message) == signature;
}

}  // namespace callo::sim
