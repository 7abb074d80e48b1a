#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "protocol/base/hash.hpp"

namespace callo {

// Shows that some leaves stand side by side in a tree: the siblings that the hashes above them
// need, level by level from the leaves, the left one of a level before the right one.
struct MerkleRange {
  std::uint32_t first{};
  std::uint32_t total{};
  std::vector<Hash> siblings;
};

// The tree of RFC 6962 (merkle.hpp) with all its inner hashes, for many proofs over the same
// leaves: a proof costs no hashing. Joining pairs from the left and handing a last odd one up as it
// is gives the same tree as splitting at the largest power of two.
class MerkleTree {
 public:
  explicit MerkleTree(std::vector<Hash> leaves);

  const Hash& root() const { return root_; }

  // Contract: 1 <= count, first + count <= the number of leaves.
  MerkleRange range(std::size_t first, std::size_t count) const;

 private:
  std::vector<std::vector<Hash>> levels_;  // leaves first
  Hash root_;
};

// The root that these leaves lead to; nullopt if they do not fit into the range or its siblings are
// too many or too few.
std::optional<Hash> merkle_range_root(const MerkleRange& range, std::span<const Hash> leaves);

}  // namespace callo
