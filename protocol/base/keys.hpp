#pragma once

#include <array>
#include <compare>
#include <cstdint>

namespace callo {

// Ed25519 public key, RFC 8032 encoding.
struct PublicKey {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const PublicKey&) const = default;
};

// Ed25519 signature, R | S.
struct Signature {
  std::array<std::uint8_t, 64> bytes{};
  auto operator<=>(const Signature&) const = default;
};

// The seed from which an Ed25519 key pair is derived (RFC 8032 section 5.1.5).
struct KeySeed {
  std::array<std::uint8_t, 32> bytes{};
};

}  // namespace callo
