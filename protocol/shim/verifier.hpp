#pragma once

#include "protocol/base/bytes.hpp"
#include "protocol/base/keys.hpp"

namespace callo {

// The one acceptance rule is written in protocol/crypto/ed25519.hpp. A pure function of its three
// arguments, so a host may remember its outcome.
class Verifier {
 public:
  virtual ~Verifier() = default;
  virtual bool verify(const PublicKey& key, BytesView message, const Signature& signature) = 0;
};

}  // namespace callo
