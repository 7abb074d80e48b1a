#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <string>

namespace callo {

// A SHA-256 digest. The all-zero value stands for "none" (nil vote, parent of the first block).
struct Hash {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Hash&) const = default;

  bool is_zero() const { return *this == Hash{}; }
};

// Names a frame by its content: the first 128 bits of the SHA-256 of its bytes. A second preimage
// is out of reach, so a traitor cannot make honest nodes take its frame for one they have seen.
struct ContentId {
  std::uint64_t low{};
  std::uint64_t high{};
  auto operator<=>(const ContentId&) const = default;
};

std::string to_hex(const Hash& hash);

// The first eight hexadecimal digits: for people.
std::string short_hex(const Hash& hash);

}  // namespace callo
