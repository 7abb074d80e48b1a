#pragma once

#include <compare>
#include <cstdint>

#include "protocol/base/check.hpp"
#include "protocol/base/hash.hpp"
#include "protocol/base/keys.hpp"

namespace callo {

// Where a key stands in tables, routing and search: the SHA-256 of the public key, so that nobody
// can choose a place, and no key can claim two.
struct OverlayId {
  Hash value;
  auto operator<=>(const OverlayId&) const = default;
};

OverlayId overlay_id_of(const PublicKey& key);

// Reads overlay ids as digits (Lam and Liu, TR-03-13). Digit 0 is the rightmost.
class Digits {
 public:
  static constexpr unsigned kIdBits = 256;

  // Contract: is_base(base).
  explicit constexpr Digits(unsigned base) : bits_{bits_of(base)} { CALLO_CHECK(is_base(base)); }

  static constexpr bool is_base(unsigned base) { return base == 2 || base == 4 || base == 16; }

  constexpr unsigned base() const { return 1U << bits_; }

  // Digits of an id.
  constexpr unsigned count() const { return kIdBits / bits_; }

  // Contract: position < count().
  unsigned at(const OverlayId& id, unsigned position) const {
    const unsigned bit = position * bits_;
    return (id.value.bytes[31 - bit / 8] >> (bit % 8)) & (base() - 1);
  }

  // Rightmost digits that both share: count() for one and the same id.
  unsigned common_suffix(const OverlayId& a, const OverlayId& b) const;

 private:
  static constexpr unsigned bits_of(unsigned base) { return base == 2 ? 1 : base == 4 ? 2 : 4; }

  unsigned bits_;
};

}  // namespace callo
