#pragma once

#include <array>
#include <cstdint>

#include "protocol/base/bytes.hpp"
#include "protocol/base/frame.hpp"
#include "protocol/base/hash.hpp"

namespace callo {

// FIPS 180-4, by OpenSSL.
Hash sha256(BytesView message);

// Names the bytes; see ContentId.
ContentId content_id(BytesView bytes);

// Wraps bytes into a frame and names it: the only place where a frame's bytes are hashed for it.
Frame make_frame(Bytes bytes);

// Hashing in pieces, so that nothing is copied together just to be hashed. Holds its state itself:
// nothing is allocated.
class Sha256 {
 public:
  Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& update(BytesView piece);
  // Returns the digest and starts anew.
  Hash finish();

 private:
  // OpenSSL's context, whose header stays out of this one.
  std::array<std::uint32_t, 28> state_;
};

}  // namespace callo
