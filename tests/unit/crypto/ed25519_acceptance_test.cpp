// One test for each line of the acceptance rule in protocol/crypto/ed25519.hpp. The signatures are
// made by solving the verification equation with the group operations, as a traitor would, so that
// each breaks just the line it is for.

#include <array>

#include <sodium.h>

#include "protocol/crypto/ed25519.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hex.hpp"

using namespace callo;

namespace {

using Scalar = std::array<std::uint8_t, 32>;
using Point = std::array<std::uint8_t, 32>;

// The order of the base point, 2^252 + 27742317777372353535851937790883648493, little-endian.
const char* const kGroupOrder = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
// A point of order 8; its multiples are the eight points of small order.
const char* const kOrderEight = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a";
// y = p + 1 (the identity) and y = p (order 4): reduced modulo p they are points of small order.
const std::array<const char*, 4> kNotCanonical = {
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"};

constexpr Scalar kSecret = {5, 7, 11};
constexpr Scalar kNonce = {13, 17, 19};
constexpr Scalar kZero = {};
constexpr Point kIdentity = {1};

Point point(const char* hex) {
  return test::fixed_from_hex<PublicKey>(hex).bytes;
}

Point times_base(const Scalar& scalar) {
  Point result;
  REQUIRE(crypto_scalarmult_ed25519_base_noclamp(result.data(), scalar.data()) == 0);
  return result;
}

Point add(const Point& left, const Point& right) {
  Point sum;
  REQUIRE(crypto_core_ed25519_add(sum.data(), left.data(), right.data()) == 0);
  return sum;
}

// H(R, A, M) modulo the group order.
Scalar challenge(const Point& r, const Point& a, BytesView message) {
  crypto_hash_sha512_state state;
  std::array<std::uint8_t, 64> digest;
  Scalar reduced;
  crypto_hash_sha512_init(&state);
  crypto_hash_sha512_update(&state, r.data(), r.size());
  crypto_hash_sha512_update(&state, a.data(), a.size());
  crypto_hash_sha512_update(&state, message.data(), message.size());
  crypto_hash_sha512_final(&state, digest.data());
  crypto_core_ed25519_scalar_reduce(reduced.data(), digest.data());
  return reduced;
}

// nonce + H * secret: what solves the equation for the parts of R and A that are in the group.
Scalar response(const Scalar& nonce, const Scalar& hash, const Scalar& secret) {
  Scalar product;
  Scalar sum;
  crypto_core_ed25519_scalar_mul(product.data(), hash.data(), secret.data());
  crypto_core_ed25519_scalar_add(sum.data(), nonce.data(), product.data());
  return sum;
}

Signature join(const Point& r, const Scalar& s) {
  Signature signature;
  std::copy(r.begin(), r.end(), signature.bytes.begin());
  std::copy(s.begin(), s.end(), signature.bytes.begin() + 32);
  return signature;
}

bool accepts(const Point& a, BytesView message, const Signature& signature) {
  return Ed25519Verifier{}.verify(PublicKey{a}, message, signature);
}

// A one-byte-counter message for which 8 divides H(R, A, M), or does not: parts of small order
// then vanish from the equation, or stay.
Bytes message_where(const Point& r, const Point& a, bool divisible) {
  for (std::uint8_t counter = 0;; ++counter) {
    const Bytes message{counter};
    if ((challenge(r, a, message)[0] % 8 == 0) == divisible) {
      return message;
    }
    REQUIRE(counter < 255);
  }
}

// The eight points of small order in their canonical encoding.
std::vector<Point> small_order_points() {
  const Point generator = point(kOrderEight);
  std::vector<Point> points{kIdentity};
  for (int count = 1; count < 8; ++count) {
    points.push_back(add(points.back(), generator));
  }
  REQUIRE(add(points.back(), generator) == kIdentity);
  return points;
}

Scalar plus_group_order(const Scalar& scalar) {
  const Scalar order = test::fixed_from_hex<PublicKey>(kGroupOrder).bytes;
  Scalar sum;
  unsigned int carry = 0;
  for (std::size_t index = 0; index < sum.size(); ++index) {
    carry += static_cast<unsigned int>(scalar[index]) + order[index];
    sum[index] = static_cast<std::uint8_t>(carry);
    carry >>= 8U;
  }
  return sum;
}

}  // namespace

TEST_CASE("ed25519 rule: the crafted equation is the one that is verified", "[unit][crypto]") {
  const Point a = times_base(kSecret);
  const Point r = times_base(kNonce);
  const Bytes message{42};
  CHECK(accepts(a, message, join(r, response(kNonce, challenge(r, a, message), kSecret))));
}

TEST_CASE("ed25519 rule 1: S is refused when it is not below the group order", "[unit][crypto]") {
  const Point a = times_base(kSecret);
  const Point r = times_base(kNonce);
  const Bytes message{42};
  const Scalar s = response(kNonce, challenge(r, a, message), kSecret);
  REQUIRE(accepts(a, message, join(r, s)));
  CHECK_FALSE(accepts(a, message, join(r, plus_group_order(s))));
}

TEST_CASE("ed25519 rule 2: A is refused when it is not canonically encoded", "[unit][crypto]") {
  const Point r = times_base(kNonce);
  for (const char* const hex : kNotCanonical) {
    const Point a = point(hex);
    CHECK_FALSE(accepts(a, message_where(r, a, true), join(r, kNonce)));
  }
}

TEST_CASE("ed25519 rule 3: A is refused when it has small order", "[unit][crypto]") {
  const Point r = times_base(kNonce);
  for (const Point& a : small_order_points()) {
    // 8 divides the challenge, so H*A vanishes and the equation holds with S = nonce.
    CHECK_FALSE(accepts(a, message_where(r, a, true), join(r, kNonce)));
  }
}

TEST_CASE("ed25519 rule 3: R is refused when it has small order", "[unit][crypto]") {
  const Point a = times_base(kSecret);
  for (const Point& r : small_order_points()) {
    const Bytes message{42};
    // For R = identity the equation holds exactly; for the others it does up to the cofactor.
    CHECK_FALSE(accepts(a, message, join(r, response(kZero, challenge(r, a, message), kSecret))));
  }
}

TEST_CASE("ed25519 rule 4: the equation is checked without the cofactor", "[unit][crypto]") {
  // A = secret * B + a point of order 8. The cofactored equation accepts both messages; the
  // cofactorless one only where the small part vanishes.
  const Point a = add(times_base(kSecret), point(kOrderEight));
  const Point r = times_base(kNonce);
  const Bytes vanishes = message_where(r, a, true);
  const Bytes stays = message_where(r, a, false);
  CHECK(accepts(a, vanishes, join(r, response(kNonce, challenge(r, a, vanishes), kSecret))));
  CHECK_FALSE(accepts(a, stays, join(r, response(kNonce, challenge(r, a, stays), kSecret))));
}

TEST_CASE("ed25519 rule 4: R is refused when it has a part of small order", "[unit][crypto]") {
  const Point a = times_base(kSecret);
  const Point r = add(times_base(kNonce), point(kOrderEight));
  const Bytes message{42};
  CHECK_FALSE(accepts(a, message, join(r, response(kNonce, challenge(r, a, message), kSecret))));
}

TEST_CASE("ed25519 rule 4: R is refused when it is not canonically encoded", "[unit][crypto]") {
  const Point a = times_base(kSecret);
  for (const char* const hex : kNotCanonical) {
    const Point r = point(hex);
    const Bytes message{42};
    CHECK_FALSE(accepts(a, message, join(r, response(kZero, challenge(r, a, message), kSecret))));
  }
}

TEST_CASE("ed25519 rule 5: two wrong signatures that cancel out stay wrong", "[unit][crypto]") {
  // A batch whose small parts cancel: R and R' are off by T and -T. Batch verification without
  // random weights accepts the sum; each one alone must be refused.
  const Point a = times_base(kSecret);
  const std::vector<Point> small = small_order_points();
  for (const Point& part : {small[1], small[7]}) {
    const Point r = add(times_base(kNonce), part);
    const Bytes message{42};
    CHECK_FALSE(accepts(a, message, join(r, response(kNonce, challenge(r, a, message), kSecret))));
  }
}
