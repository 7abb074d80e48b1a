#pragma once

#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>

#include "protocol/base/check.hpp"
#include "protocol/base/hash.hpp"
#include "protocol/base/keys.hpp"

namespace callo {

// Where a key stands in tables, routing and search: the SHA-256 of the public key, so that nobody
// can choose a place, and no key can claim two.
struct OverlayId {
  Hash value;

  // Eight of its bytes as a number, 0..3 from the left. The first decides nearly every comparison:
  // compared in place, ids cost a fourth of what a call for all of their bytes does.
  std::uint64_t word(std::size_t index) const {
    std::uint64_t word = 0;
    std::memcpy(&word, value.bytes.data() + index * sizeof word, sizeof word);
    return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
  }

  friend bool operator==(const OverlayId& a, const OverlayId& b) {
    return a.word(0) == b.word(0) && a.word(1) == b.word(1) && a.word(2) == b.word(2) &&
           a.word(3) == b.word(3);
  }

  // By bytes, from the left.
  friend std::strong_ordering operator<=>(const OverlayId& a, const OverlayId& b) {
    for (std::size_t index = 0; index < 3; ++index) {
      if (a.word(index) != b.word(index)) {
        return a.word(index) <=> b.word(index);
      }
    }
    return a.word(3) <=> b.word(3);
  }
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
    return (unsigned{id.value.bytes[31 - bit / 8]} >> (bit % 8)) & (base() - 1);
  }

  // Rightmost digits that both share: count() for one and the same id.
  unsigned common_suffix(const OverlayId& a, const OverlayId& b) const;

 private:
  static constexpr unsigned bits_of(unsigned base) { return base == 2 ? 1 : base == 4 ? 2 : 4; }

  unsigned bits_;
};

}  // namespace callo
