#include "protocol/crypto/merkle.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "protocol/base/check.hpp"
#include "protocol/crypto/sha256.hpp"

namespace callo {

namespace {

constexpr std::uint8_t kLeafPrefix = 0x00;
constexpr std::uint8_t kInnerPrefix = 0x01;

std::size_t split_point(std::size_t count) {
  return std::bit_floor(count - 1);
}

void collect_path(std::span<const Hash> leaves, std::size_t index, std::vector<Hash>& siblings) {
  if (leaves.size() == 1) {
    return;
  }
  const std::size_t split = split_point(leaves.size());
  const auto left = leaves.first(split);
  const auto right = leaves.subspan(split);
  if (index < split) {
    collect_path(left, index, siblings);
    siblings.push_back(merkle_root(right));
  } else {
    collect_path(right, index - split, siblings);
    siblings.push_back(merkle_root(left));
  }
}

}  // namespace

Hash merkle_leaf(BytesView data) {
  Sha256 hasher;
  return hasher.update({&kLeafPrefix, 1}).update(data).finish();
}

Hash merkle_inner(const Hash& left, const Hash& right) {
  std::array<std::uint8_t, 65> input{};
  input[0] = kInnerPrefix;
  std::copy(left.bytes.begin(), left.bytes.end(), input.begin() + 1);
  std::copy(right.bytes.begin(), right.bytes.end(), input.begin() + 33);
  return sha256(input);
}

Hash merkle_root(std::span<const Hash> leaves) {
  if (leaves.empty()) {
    static const Hash kOfNothing = sha256({});
    return kOfNothing;
  }
  if (leaves.size() == 1) {
    return leaves.front();
  }
  const std::size_t split = split_point(leaves.size());
  return merkle_inner(merkle_root(leaves.first(split)), merkle_root(leaves.subspan(split)));
}

MerkleProof merkle_proof(std::span<const Hash> leaves, std::uint32_t index) {
  CALLO_CHECK(index < leaves.size());
  MerkleProof proof{index, static_cast<std::uint32_t>(leaves.size()), {}};
  collect_path(leaves, index, proof.siblings);
  return proof;
}

// RFC 9162 section 2.1.3.2, which states the walk that RFC 6962 leaves to the reader.
std::optional<Hash> merkle_path_root(const MerkleProof& proof, const Hash& leaf) {
  if (proof.index >= proof.total) {
    return std::nullopt;
  }
  std::uint32_t position = proof.index;
  std::uint32_t last = proof.total - 1;
  Hash hash = leaf;
  for (const Hash& sibling : proof.siblings) {
    if (last == 0) {
      return std::nullopt;
    }
    if ((position & 1U) != 0 || position == last) {
      hash = merkle_inner(sibling, hash);
      while ((position & 1U) == 0 && position != 0) {
        position >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = merkle_inner(hash, sibling);
    }
    position >>= 1U;
    last >>= 1U;
  }
  return last == 0 ? std::optional{hash} : std::nullopt;
}

bool merkle_verify(const MerkleProof& proof, const Hash& leaf, const Hash& root) {
  return merkle_path_root(proof, leaf) == root;
}

}  // namespace callo
