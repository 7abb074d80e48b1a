#include "protocol/crypto/sha256.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <cstring>

#include "protocol/base/check.hpp"

namespace callo {

namespace {

// Fetched once: looking the algorithm up by name costs more than hashing a vote.
const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  CALLO_CHECK(algorithm != nullptr);
  return algorithm;
}

}  // namespace

Sha256::Sha256() : context_{EVP_MD_CTX_new()} {
  CALLO_CHECK(context_ != nullptr);
  CALLO_CHECK(EVP_DigestInit_ex2(context_, sha256_algorithm(), nullptr) == 1);
}

Sha256::~Sha256() {
  EVP_MD_CTX_free(context_);
}

Sha256& Sha256::update(BytesView piece) {
  CALLO_CHECK(EVP_DigestUpdate(context_, piece.data(), piece.size()) == 1);
  return *this;
}

Hash Sha256::finish() {
  Hash hash;
  unsigned int size = 0;
  CALLO_CHECK(EVP_DigestFinal_ex(context_, hash.bytes.data(), &size) == 1);
  CALLO_CHECK(size == hash.bytes.size());
  CALLO_CHECK(EVP_DigestInit_ex2(context_, nullptr, nullptr) == 1);
  return hash;
}

Hash sha256(BytesView message) {
  // The one-shot call of OpenSSL: no context to allocate, the same instructions underneath.
  Hash hash;
  CALLO_CHECK(SHA256(message.data(), message.size(), hash.bytes.data()) != nullptr);
  return hash;
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
