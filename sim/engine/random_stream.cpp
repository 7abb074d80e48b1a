#include "sim/engine/random_stream.hpp"

#include <array>
#include <bit>

#include "protocol/base/check.hpp"

namespace callo::sim {

namespace {

__extension__ using Wide = unsigned __int128;
__extension__ using SignedWide = __int128;

constexpr unsigned kTableBits = 8;
constexpr std::size_t kTableSize = std::size_t{1} << kTableBits;
// ln 2 as a fraction of 2^32.
constexpr std::uint64_t kLogTwo = 2'977'044'472;

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

constexpr std::array<std::uint64_t, kTableSize + 1> make_table() {
  std::array<std::uint64_t, kTableSize + 1> table{};
  constexpr std::uint64_t kOne = std::uint64_t{1} << 32;
  for (std::size_t i = 0; i < kTableSize; ++i) {
    table[i] = binary_logarithm(kOne + (std::uint64_t{i} << (32 - kTableBits)));
  }
  table[kTableSize] = kOne;
  return table;
}

constexpr auto kLogarithms = make_table();

// -ln(u) for u = (bits + 1/2) / 2^64, as a fraction of 2^32; between table entries a straight line
// (error below 3e-6).
std::uint64_t minus_logarithm(std::uint64_t bits) {
  const std::uint64_t number = bits | 1;
  const auto zeros = static_cast<unsigned>(std::countl_zero(number));
  const std::uint64_t fraction = (number << zeros) << 1;  // below the leading one
  const auto index = static_cast<std::size_t>(fraction >> (64 - kTableBits));
  const std::uint64_t rest = (fraction << kTableBits) >> 32;
  const std::uint64_t low = kLogarithms[index];
  const std::uint64_t logarithm = low + (((kLogarithms[index + 1] - low) * rest) >> 32);
  const std::uint64_t binary = (std::uint64_t{zeros + 1} << 32) - logarithm;
  return static_cast<std::uint64_t>((Wide{binary} * kLogTwo) >> 32);
}

}  // namespace

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

std::int64_t RandomStream::exponential(std::int64_t mean) {
  CALLO_CHECK(mean >= 0);
  const Wide product = Wide{minus_logarithm(next())} * static_cast<std::uint64_t>(mean);
  return static_cast<std::int64_t>(product >> 32);
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
