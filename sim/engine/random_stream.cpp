#include "sim/engine/random_stream.hpp"

namespace callo::sim {

namespace {

__extension__ using Wide = unsigned __int128;
__extension__ using SignedWide = __int128;

// log2 of a number in [1, 2), given and returned as a fraction of 2^32, by repeated squaring.
constexpr std::uint64_t binary_logarithm(std::uint64_t number) {
  std::uint64_t result = 0;
  std::uint64_t power = number << 30;  // as a fraction of 2^62, in [1, 2)
  for (unsigned bit = 0; bit < 32; ++bit) {
    const auto square = static_cast<std::uint64_t>((Wide{power} * power) >> 62);
    const bool doubled = (square >> 63) != 0;
    power = doubled ? square >> 1 : square;
    result = (result << 1) | (doubled ? 1U : 0U);
  }
  return result;
}

constexpr LogarithmTable make_table() {
  LogarithmTable table{};
  constexpr std::uint64_t kOne = std::uint64_t{1} << 32;
  for (std::size_t i = 0; i + 1 < table.size(); ++i) {
    table[i] = binary_logarithm(kOne + (std::uint64_t{i} << (32 - kLogarithmTableBits)));
  }
  table.back() = kOne;
  return table;
}

}  // namespace

constexpr LogarithmTable kLogarithms = make_table();

std::uint64_t RandomStream::below(std::uint64_t bound) {
  CALLO_CHECK(bound > 0);
  Wide product = Wide{next()} * bound;
  if (static_cast<std::uint64_t>(product) < bound) {
    const std::uint64_t threshold = (0 - bound) % bound;
    while (static_cast<std::uint64_t>(product) < threshold) {
      product = Wide{next()} * bound;
    }
  }
  return static_cast<std::uint64_t>(product >> 64);
}

std::int64_t RandomStream::between(std::int64_t low, std::int64_t high) {
  CALLO_CHECK(low <= high);
  const std::uint64_t width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  const std::uint64_t offset = width == ~std::uint64_t{0} ? next() : below(width + 1);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
}

bool RandomStream::chance(std::uint32_t parts_per_million) {
  if (parts_per_million == 0) {
    return false;
  }
  return parts_per_million >= kMillion || below(kMillion) < parts_per_million;
}

std::int64_t RandomStream::normal(std::int64_t mean, std::int64_t deviation) {
  // Twelve uniforms of 16 bits: their sum has mean 12 * 32767.5 and a deviation of 65536.
  std::int64_t sum = -393'210;
  for (int draw = 0; draw < 3; ++draw) {
    const std::uint64_t bits = next();
    for (unsigned shift = 0; shift < 64; shift += 16) {
      sum += static_cast<std::int64_t>((bits >> shift) & 0xffff);
    }
  }
  return mean + static_cast<std::int64_t>((SignedWide{sum} * deviation) >> 16);
}

}  // namespace callo::sim
