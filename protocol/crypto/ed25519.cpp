#include "protocol/crypto/ed25519.hpp"

#include <sodium.h>

#include "protocol/base/check.hpp"

namespace callo {

static_assert(crypto_sign_PUBLICKEYBYTES == sizeof(PublicKey));
static_assert(crypto_sign_BYTES == sizeof(Signature));
static_assert(crypto_sign_SEEDBYTES == sizeof(KeySeed));

Ed25519Signer::Ed25519Signer(const KeySeed& seed) {
  static_assert(crypto_sign_SECRETKEYBYTES == sizeof(secret_key_));
  CALLO_CHECK(sodium_init() >= 0);
  CALLO_CHECK(crypto_sign_seed_keypair(public_key_.bytes.data(), secret_key_.data(),
                                       seed.bytes.data()) == 0);
}

Ed25519Signer::~Ed25519Signer() {
  sodium_memzero(secret_key_.data(), secret_key_.size());
}

Signature Ed25519Signer::sign(BytesView message) {
  Signature signature;
  CALLO_CHECK(crypto_sign_detached(signature.bytes.data(), nullptr, message.data(), message.size(),
                                   secret_key_.data()) == 0);
  return signature;
}

Ed25519Verifier::Ed25519Verifier() {
  CALLO_CHECK(sodium_init() >= 0);
}

bool Ed25519Verifier::verify(const PublicKey& key, BytesView message, const Signature& signature) {
  return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(),
                                     key.bytes.data()) == 0;
}

}  // namespace callo
