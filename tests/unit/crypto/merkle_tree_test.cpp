#include "protocol/crypto/merkle_tree.hpp"

#include "protocol/crypto/merkle.hpp"
#include "tests/support/catch.hpp"

namespace callo {

TEST_CASE("merkle tree: is the tree of RFC 6962, and every range in it proves itself and no other",
          "[unit][crypto]") {
  std::vector<Hash> leaves;
  for (std::uint8_t count = 1; count <= 20; ++count) {
    leaves.push_back(merkle_leaf(Bytes{count}));
    const MerkleTree tree{leaves};
    CHECK(tree.root() == merkle_root(leaves));
    for (std::size_t first = 0; first < leaves.size(); ++first) {
      for (std::size_t size = 1; first + size <= leaves.size(); ++size) {
        MerkleRange range = tree.range(first, size);
        const std::span<const Hash> shown = std::span{leaves}.subspan(first, size);
        INFO(int{count} << " leaves, " << size << " from " << first);
        CHECK(merkle_range_root(range, shown) == tree.root());
        if (size < leaves.size()) {
          range.first = range.first == 0 ? 1 : range.first - 1;
          CHECK(merkle_range_root(range, shown) != tree.root());
        }
      }
    }
  }
}

TEST_CASE("merkle tree: a single leaf's range is its audit path", "[unit][crypto]") {
  std::vector<Hash> leaves(11);
  for (std::uint8_t index = 0; index < 11; ++index) {
    leaves[index] = merkle_leaf(Bytes{index});
  }
  const MerkleTree tree{leaves};
  for (std::uint32_t index = 0; index < 11; ++index) {
    CHECK(tree.range(index, 1).siblings == merkle_proof(leaves, index).siblings);
  }
}

TEST_CASE("merkle tree: siblings that are too many or too few prove nothing", "[unit][crypto]") {
  const std::vector<Hash> leaves(6, merkle_leaf(Bytes{1}));
  const MerkleTree tree{leaves};
  MerkleRange range = tree.range(1, 2);
  const std::span<const Hash> shown = std::span{leaves}.subspan(1, 2);
  range.siblings.push_back({});
  CHECK_FALSE(merkle_range_root(range, shown).has_value());
  range.siblings.resize(range.siblings.size() - 2);
  CHECK_FALSE(merkle_range_root(range, shown).has_value());
  CHECK_FALSE(merkle_range_root(tree.range(4, 2), leaves).has_value());
}

}  // namespace callo
