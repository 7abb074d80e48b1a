#pragma once

#include <algorithm>
#include <string_view>

#include "protocol/base/bytes.hpp"
#include "protocol/base/check.hpp"

namespace callo::test {

inline std::uint8_t hex_digit(char digit) {
  CALLO_CHECK((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'));
  return static_cast<std::uint8_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

// Bytes of a test vector as it is printed in a standard.
inline Bytes from_hex(std::string_view text) {
  CALLO_CHECK(text.size() % 2 == 0);
  Bytes bytes;
  for (std::size_t index = 0; index < text.size(); index += 2) {
    bytes.push_back(
        static_cast<std::uint8_t>(hex_digit(text[index]) * 16 + hex_digit(text[index + 1])));
  }
  return bytes;
}

// A Hash, PublicKey, Signature or KeySeed of exactly the length of the text.
template <typename Fixed>
Fixed fixed_from_hex(std::string_view text) {
  const Bytes bytes = from_hex(text);
  Fixed value;
  CALLO_CHECK(bytes.size() == value.bytes.size());
  std::copy(bytes.begin(), bytes.end(), value.bytes.begin());
  return value;
}

}  // namespace callo::test
