#include "tests/fuzz/support/mutate.hpp"

#include <algorithm>
#include <array>

namespace callo::fuzz {

namespace {

constexpr std::size_t kInsertedBytesMax = 70;  // a little more than a signature
constexpr std::array<std::uint32_t, 10> kEdges = {
    0, 1, 2, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff};

using Change = void (*)(Bytes&, BytesView, test::SmallRandom&);

Bytes::iterator place(Bytes& input, test::SmallRandom& random) {
  return input.begin() + static_cast<std::ptrdiff_t>(random.below(input.size() + 1));
}

void flip_bit(Bytes& input, BytesView, test::SmallRandom& random) {
  if (!input.empty()) {
    input[random.below(input.size())] ^= static_cast<std::uint8_t>(1U << random.below(8));
  }
}

void overwrite_byte(Bytes& input, BytesView, test::SmallRandom& random) {
  if (!input.empty()) {
    input[random.below(input.size())] = static_cast<std::uint8_t>(random.next());
  }
}

void overwrite_integer(Bytes& input, BytesView, test::SmallRandom& random) {
  if (input.size() < 4) {
    return;
  }
  const std::size_t at = random.below(input.size() - 3);
  const std::uint32_t value = kEdges[random.below(kEdges.size())];
  for (std::size_t byte = 0; byte < 4; ++byte) {
    input[at + byte] = static_cast<std::uint8_t>(value >> (8 * byte));
  }
}

void nudge_byte(Bytes& input, BytesView, test::SmallRandom& random) {
  if (!input.empty()) {
    std::uint8_t& byte = input[random.below(input.size())];
    byte = static_cast<std::uint8_t>(byte + (random.below(2) == 0 ? 1 : 255));
  }
}

void cut_end(Bytes& input, BytesView, test::SmallRandom& random) {
  input.erase(place(input, random), input.end());
}

void cut_inside(Bytes& input, BytesView, test::SmallRandom& random) {
  auto first = place(input, random);
  auto last = place(input, random);
  if (last < first) {
    std::swap(first, last);
  }
  input.erase(first, last);
}

void insert_bytes(Bytes& input, BytesView, test::SmallRandom& random) {
  const Bytes bytes = random.bytes(1 + random.below(kInsertedBytesMax));
  input.insert(place(input, random), bytes.begin(), bytes.end());
}

void splice(Bytes& input, BytesView other, test::SmallRandom& random) {
  input.erase(place(input, random), input.end());
  const std::size_t from = random.below(other.size() + 1);
  input.insert(input.end(), other.begin() + static_cast<std::ptrdiff_t>(from), other.end());
}

constexpr std::array<Change, 8> kChanges = {flip_bit, overwrite_byte, overwrite_integer, nudge_byte,
                                            cut_end,  cut_inside,     insert_bytes,      splice};

}  // namespace

void mutate(Bytes& input, BytesView other, test::SmallRandom& random) {
  const std::size_t changes = 1 + random.below(4);
  for (std::size_t change = 0; change < changes; ++change) {
    kChanges[random.below(kChanges.size())](input, other, random);
  }
}

}  // namespace callo::fuzz
