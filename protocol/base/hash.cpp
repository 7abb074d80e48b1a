#include "protocol/base/hash.hpp"

namespace callo {

std::string to_hex(const Hash& hash) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(hash.bytes.size() * 2);
  for (const std::uint8_t byte : hash.bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::string short_hex(const Hash& hash) {
  return to_hex(hash).substr(0, 8);
}

}  // namespace callo
