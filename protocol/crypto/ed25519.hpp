#pragma once

#include "protocol/shim/signer.hpp"
#include "protocol/shim/verifier.hpp"

namespace callo {

// Ed25519 of RFC 8032, by libsodium.
//
// THE acceptance rule, the same on every node (implementations disagree on edge cases, and a
// signature that only some nodes accept splits them):
//   1. S must be canonical, 0 <= S < L (no malleability);
//   2. the public key A must be a canonical encoding of a point;
//   3. neither A nor R may have small order (1, 2, 4, 8);
//   4. R must be byte-for-byte the encoding of S*B - H(R,A,M)*A (the cofactorless equation), which
//      also refuses non-canonical R;
//   5. every message is checked on its own: no batch verification, which accepts more.
// This is what libsodium's crypto_sign_verify_detached does; tests/unit/crypto pins each line with
// a vector.
class Ed25519Signer final : public Signer {
 public:
  explicit Ed25519Signer(const KeySeed& seed);
  ~Ed25519Signer() override;

  const PublicKey& public_key() const override { return public_key_; }
  Signature sign(BytesView message) override;

 private:
  PublicKey public_key_;
  std::array<std::uint8_t, 64> secret_key_{};
};

class Ed25519Verifier final : public Verifier {
 public:
  Ed25519Verifier();
  bool verify(const PublicKey& key, BytesView message, const Signature& signature) override;
};

}  // namespace callo
