#pragma once

#include "protocol/crypto/sha256.hpp"
#include "protocol/shim/signer.hpp"
#include "protocol/shim/verifier.hpp"

namespace callo::test {

// Signatures that cost one hash: for tests of what is signed, not of how. Nobody in a test forges.
inline PublicKey fake_key(std::uint32_t tag) {
  PublicKey key;
  key.bytes.fill(0xA5);
  key.bytes[0] = static_cast<std::uint8_t>(tag);
  key.bytes[1] = static_cast<std::uint8_t>(tag >> 8);
  return key;
}

inline Signature fake_signature(const PublicKey& key, BytesView message) {
  const Hash hash = Sha256{}.update(key.bytes).update(message).finish();
  Signature signature;
  std::copy(hash.bytes.begin(), hash.bytes.end(), signature.bytes.begin());
  return signature;
}

class FakeSigner final : public Signer {
 public:
  explicit FakeSigner(std::uint32_t tag) : key_{fake_key(tag)} {}

  const PublicKey& public_key() const override { return key_; }

  Signature sign(BytesView message) override { return fake_signature(key_, message); }

 private:
  PublicKey key_;
};

class FakeVerifier final : public Verifier {
 public:
  bool verify(const PublicKey& key, BytesView message, const Signature& signature) override {
    ++calls;
    return fake_signature(key, message) == signature;
  }

  std::uint64_t calls = 0;
};

}  // namespace callo::test
