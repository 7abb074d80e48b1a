#include "protocol/crypto/ed25519.hpp"

#include <array>

#include "tests/support/catch.hpp"
#include "tests/support/hex.hpp"

using namespace callo;

namespace {

struct Rfc8032Vector {
  const char* seed;
  const char* public_key;
  const char* message;
  const char* signature;
};

// RFC 8032 section 7.1, TEST 1, 2, 3 and SHA(abc).
constexpr std::array<Rfc8032Vector, 4> kVectors = {{
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
     "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"},
}};

}  // namespace

TEST_CASE("ed25519: signs and verifies the vectors of RFC 8032", "[unit][crypto]") {
  Ed25519Verifier verifier;
  for (const Rfc8032Vector& vector : kVectors) {
    Ed25519Signer signer{test::fixed_from_hex<KeySeed>(vector.seed)};
    const Bytes message = test::from_hex(vector.message);
    CHECK(signer.public_key() == test::fixed_from_hex<PublicKey>(vector.public_key));
    CHECK(signer.sign(message) == test::fixed_from_hex<Signature>(vector.signature));
    CHECK(verifier.verify(signer.public_key(), message, signer.sign(message)));
  }
}

TEST_CASE("ed25519: a signature is refused when any bit of it is flipped", "[unit][crypto]") {
  Ed25519Verifier verifier;
  Ed25519Signer signer{KeySeed{{7}}};
  const Bytes message{1, 2, 3};
  Signature signature = signer.sign(message);
  REQUIRE(verifier.verify(signer.public_key(), message, signature));
  for (std::size_t bit = 0; bit < sizeof(Signature) * 8; ++bit) {
    const auto flip = static_cast<std::uint8_t>(1U << (bit % 8));
    signature.bytes[bit / 8] ^= flip;
    REQUIRE_FALSE(verifier.verify(signer.public_key(), message, signature));
    signature.bytes[bit / 8] ^= flip;
  }
}

TEST_CASE("ed25519: a signature is refused for another message or key", "[unit][crypto]") {
  Ed25519Verifier verifier;
  Ed25519Signer signer{KeySeed{{7}}};
  Ed25519Signer other{KeySeed{{8}}};
  const Bytes message{1, 2, 3};
  const Signature signature = signer.sign(message);
  CHECK_FALSE(verifier.verify(other.public_key(), message, signature));
  CHECK_FALSE(verifier.verify(signer.public_key(), Bytes{1, 2, 4}, signature));
  CHECK_FALSE(verifier.verify(signer.public_key(), Bytes{1, 2}, signature));
  CHECK_FALSE(verifier.verify(signer.public_key(), Bytes{1, 2, 3, 0}, signature));
}

TEST_CASE("ed25519: signing twice gives the same signature", "[unit][crypto]") {
  Ed25519Signer first{KeySeed{{9}}};
  Ed25519Signer second{KeySeed{{9}}};
  CHECK(first.sign(Bytes{5}) == first.sign(Bytes{5}));
  CHECK(first.sign(Bytes{5}) == second.sign(Bytes{5}));
}
