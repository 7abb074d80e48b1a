#pragma once

#include <cstring>
#include <memory>
#include <unordered_map>

#include "protocol/shim/signer.hpp"
#include "protocol/shim/verifier.hpp"

namespace callo::sim {

// Stand-ins for Ed25519 where exploring schedules matters more than arithmetic: same keys, same
// sizes, deterministic, and unforgeable inside a run, since a signature is a keyed hash under the
// signer's seed and only the keyring, which no simulated node can read, knows the seeds.
class ModelledKeyring final : public Verifier {
 public:
  // The signer has the Ed25519 public key of `seed`; it refers to nothing of the keyring.
  std::unique_ptr<Signer> make_signer(const KeySeed& seed);
  // The same for who knows that key already. Contract: `key` is the public key of `seed`.
  std::unique_ptr<Signer> make_signer(const KeySeed& seed, const PublicKey& key);

  bool verify(const PublicKey& key, BytesView message, const Signature& signature) override;

 private:
  // Keys are spread evenly by themselves.
  struct FirstBytes {
    std::size_t operator()(const PublicKey& key) const {
      std::size_t first = 0;
      std::memcpy(&first, key.bytes.data(), sizeof first);
      return first;
    }
  };

  // lint: allow unordered: only ever looked up, never walked, so its order cannot reach a run.
  std::unordered_map<PublicKey, KeySeed, FirstBytes> seeds_;
};

}  // namespace callo::sim
