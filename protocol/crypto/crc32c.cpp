#include "protocol/crypto/crc32c.hpp"

#include <array>

namespace callo {

namespace {

// The polynomial 0x1EDC6F41, reflected.
constexpr std::uint32_t kPolynomial = 0x82F63B78;

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value >> 1) ^ ((value & 1U) != 0 ? kPolynomial : 0);
    }
    table[byte] = value;
  }
  return table;
}

constexpr std::array<std::uint32_t, 256> kTable = make_table();

}  // namespace

std::uint32_t crc32c(BytesView bytes, std::uint32_t seed) {
  std::uint32_t value = ~seed;
  for (const std::uint8_t byte : bytes) {
    value = kTable[(value ^ byte) & 0xFFU] ^ (value >> 8);
  }
  return ~value;
}

}  // namespace callo
