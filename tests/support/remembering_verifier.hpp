#pragma once

#include <map>

#include "protocol/crypto/ed25519.hpp"
#include "protocol/crypto/sha256.hpp"

namespace callo::test {

// Ed25519, each signature checked once however many nodes of a test ask: the outcome is a pure
// function of the three arguments, which a hash over all of them stands for.
class RememberingVerifier final : public Verifier {
 public:
  bool verify(const PublicKey& key, BytesView message, const Signature& signature) override {
    // Key and signature have one length each, so no two triples give the same bytes.
    const Hash asked = Sha256{}.update(key.bytes).update(signature.bytes).update(message).finish();
    const auto [entry, is_new] = outcomes_.try_emplace(asked, false);
    if (is_new) {
      entry->second = verifier_.verify(key, message, signature);
    }
    return entry->second;
  }

 private:
  Ed25519Verifier verifier_;
  std::map<Hash, bool> outcomes_;
};

}  // namespace callo::test
