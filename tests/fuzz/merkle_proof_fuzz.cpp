#include "protocol/crypto/merkle.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

namespace {

constexpr std::uint32_t kLeaves = 11;

std::vector<Hash> leaves() {
  std::vector<Hash> made;
  for (std::uint8_t index = 0; index < kLeaves; ++index) {
    made.push_back(merkle_leaf(Bytes{index}));
  }
  return made;
}

// u8 leaf that the proof is shown for | proof
Bytes encode(std::uint8_t leaf, const MerkleProof& proof) {
  Writer out;
  out.u8(leaf);
  out.u32(proof.index);
  out.u32(proof.total);
  for (const Hash& sibling : proof.siblings) {
    out.hash(sibling);
  }
  return out.take();
}

}  // namespace

std::vector<Bytes> seeds() {
  std::vector<Bytes> proofs;
  for (std::uint8_t index = 0; index < kLeaves; ++index) {
    proofs.push_back(encode(index, merkle_proof(leaves(), index)));
  }
  return proofs;
}

// Whatever the proof: it shows a leaf of the tree to be in it only if it is the leaf's own proof.
void one_input(BytesView input) {
  static const std::vector<Hash> all = leaves();
  static const Hash root = merkle_root(all);
  Reader in{input};
  const std::uint32_t leaf = in.u8() % kLeaves;
  MerkleProof proof{in.u32(), in.u32(), {}};
  while (in.remaining() >= sizeof(Hash) && proof.siblings.size() <= kMerklePathMax) {
    proof.siblings.push_back(in.hash());
  }
  // Another total may describe the same walk; the index and the path never do.
  if (merkle_verify(proof, all[leaf], root)) {
    CALLO_CHECK(proof.index == leaf);
    CALLO_CHECK(proof.siblings == merkle_proof(all, leaf).siblings);
  }
}

}  // namespace callo::fuzz
