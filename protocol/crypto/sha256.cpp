#include "protocol/crypto/sha256.hpp"

// The block functions themselves: what OpenSSL 3 advises instead looks the algorithm up, locks and
// allocates for every message, which takes longer than hashing a vote.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <cstring>
#include <type_traits>

#include <openssl/sha.h>

#include "protocol/base/check.hpp"

namespace callo {

Sha256::Sha256() {
  static_assert(sizeof state_ == sizeof(SHA256_CTX));
  static_assert(alignof(decltype(state_)) == alignof(SHA256_CTX));
  static_assert(std::is_trivially_copyable_v<SHA256_CTX>);
  SHA256_CTX context;
  CALLO_CHECK(SHA256_Init(&context) == 1);
  std::memcpy(state_.data(), &context, sizeof context);
}

Sha256& Sha256::update(BytesView piece) {
  auto* const context = reinterpret_cast<SHA256_CTX*>(state_.data());
  CALLO_CHECK(SHA256_Update(context, piece.data(), piece.size()) == 1);
  return *this;
}

Hash Sha256::finish() {
  Hash hash;
  auto* const context = reinterpret_cast<SHA256_CTX*>(state_.data());
  CALLO_CHECK(SHA256_Final(hash.bytes.data(), context) == 1);
  CALLO_CHECK(SHA256_Init(context) == 1);
  return hash;
}

Hash sha256(BytesView message) {
  return Sha256{}.update(message).finish();
}

ContentId content_id(BytesView bytes) {
  const Hash hash = sha256(bytes);
  ContentId id;
  std::memcpy(&id.low, hash.bytes.data(), sizeof id.low);
  std::memcpy(&id.high, hash.bytes.data() + sizeof id.low, sizeof id.high);
  return id;
}

Frame make_frame(Bytes bytes) {
  const ContentId id = content_id(bytes);
  return Frame{std::move(bytes), id};
}

}  // namespace callo
