#pragma once

#include "protocol/base/bytes.hpp"
#include "protocol/base/keys.hpp"

namespace callo {

// Possession is capability: whoever holds a Signer can speak for its key. Deterministic: the same
// bytes give the same signature (RFC 8032).
class Signer {
 public:
  virtual ~Signer() = default;
  virtual const PublicKey& public_key() const = 0;
  virtual Signature sign(BytesView message) = 0;
};

}  // namespace callo
