#include "protocol/crypto/merkle.hpp"
#include "protocol/crypto/merkle_tree.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

namespace {

constexpr std::uint32_t kLeaves = 11;
constexpr std::size_t kSiblingsMax = 16;

const MerkleTree& tree() {
  static const MerkleTree kTree = [] {
    std::vector<Hash> leaves;
    for (std::uint8_t index = 0; index < kLeaves; ++index) {
      leaves.push_back(merkle_leaf(Bytes{index}));
    }
    return MerkleTree{leaves};
  }();
  return kTree;
}

// u8 first leaf shown | u8 how many | range
Bytes encode(std::uint8_t shown, std::uint8_t count, const MerkleRange& range) {
  Writer out;
  out.u8(shown);
  out.u8(count);
  out.u32(range.first);
  out.u32(range.total);
  for (const Hash& sibling : range.siblings) {
    out.hash(sibling);
  }
  return out.take();
}

}  // namespace

std::vector<Bytes> seeds() {
  std::vector<Bytes> ranges;
  for (std::uint8_t first = 0; first < kLeaves; ++first) {
    for (std::uint8_t count = 1; first + count <= kLeaves;
         count = static_cast<std::uint8_t>(count + 3)) {
      ranges.push_back(encode(first, count, tree().range(first, count)));
    }
  }
  return ranges;
}

// Whatever the range: it shows leaves of the tree only at the places where they stand.
void one_input(BytesView input) {
  Reader in{input};
  const std::uint32_t shown = in.u8() % kLeaves;
  const std::uint32_t count = in.u8() % (kLeaves - shown) + 1;
  MerkleRange range{in.u32(), in.u32(), {}};
  while (in.remaining() >= sizeof(Hash) && range.siblings.size() <= kSiblingsMax) {
    range.siblings.push_back(in.hash());
  }
  std::vector<Hash> leaves;
  for (std::uint32_t index = shown; index < shown + count; ++index) {
    leaves.push_back(merkle_leaf(Bytes{static_cast<std::uint8_t>(index)}));
  }
  const std::optional<Hash> root = merkle_range_root(range, leaves);
  if (root && *root == tree().root()) {
    CALLO_CHECK(range.first == shown);
    CALLO_CHECK(range.siblings == tree().range(shown, count).siblings);
  }
}

}  // namespace callo::fuzz
