#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/hash.hpp"

namespace callo {

// RFC 6962 section 2.1: leaf = SHA-256(0x00 | data), inner = SHA-256(0x01 | left | right), the
// split is the largest power of two below the count, the empty tree is SHA-256 of nothing. The
// prefixes keep a leaf from passing as an inner node (CVE-2012-2459).
Hash merkle_leaf(BytesView data);
Hash merkle_inner(const Hash& left, const Hash& right);
Hash merkle_root(std::span<const Hash> leaves);

// The audit path of RFC 6962 section 2.1.1: siblings from the leaf upwards.
struct MerkleProof {
  std::uint32_t index{};
  std::uint32_t total{};
  std::vector<Hash> siblings;
};

MerkleProof merkle_proof(std::span<const Hash> leaves, std::uint32_t index);
// The root that the path leads to from `leaf`; nullopt for an index beyond total or a path of the
// wrong length.
std::optional<Hash> merkle_path_root(const MerkleProof& proof, const Hash& leaf);
// False as well for an index beyond total or a path of the wrong length.
bool merkle_verify(const MerkleProof& proof, const Hash& leaf, const Hash& root);

}  // namespace callo
