#include "protocol/crypto/merkle.hpp"

#include <array>

#include "protocol/crypto/sha256.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hex.hpp"

using namespace callo;

namespace {

// The leaves and roots that implementations of Certificate Transparency (RFC 6962) test against.
constexpr std::array<const char*, 8> kLeaves = {"",
                                                "00",
                                                "10",
                                                "2021",
                                                "3031",
                                                "40414243",
                                                "5051525354555657",
                                                "606162636465666768696a6b6c6d6e6f"};
constexpr std::array<const char*, 8> kRoots = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<Hash> numbered_leaves(std::uint32_t count) {
  std::vector<Hash> leaves;
  for (std::uint32_t index = 0; index < count; ++index) {
    leaves.push_back(merkle_leaf(Bytes{static_cast<std::uint8_t>(index)}));
  }
  return leaves;
}

}  // namespace

TEST_CASE("merkle: the empty tree is the digest of nothing", "[unit][crypto]") {
  CHECK(merkle_root({}) == sha256({}));
}

TEST_CASE("merkle: gives the roots of RFC 6962 for one to eight leaves", "[unit][crypto]") {
  std::vector<Hash> leaves;
  for (std::size_t index = 0; index < kLeaves.size(); ++index) {
    leaves.push_back(merkle_leaf(test::from_hex(kLeaves[index])));
    CHECK(to_hex(merkle_root(leaves)) == kRoots[index]);
  }
}

TEST_CASE("merkle: a leaf never passes as an inner node", "[unit][crypto]") {
  const std::vector<Hash> leaves = numbered_leaves(2);
  Bytes both(leaves[0].bytes.begin(), leaves[0].bytes.end());
  both.insert(both.end(), leaves[1].bytes.begin(), leaves[1].bytes.end());
  CHECK(merkle_leaf(both) != merkle_root(leaves));
}

TEST_CASE("merkle: every proof holds for its leaf alone", "[unit][crypto]") {
  for (std::uint32_t total = 1; total <= 33; ++total) {
    const std::vector<Hash> leaves = numbered_leaves(total);
    const Hash root = merkle_root(leaves);
    for (std::uint32_t index = 0; index < total; ++index) {
      const MerkleProof proof = merkle_proof(leaves, index);
      REQUIRE(merkle_verify(proof, leaves[index], root));
      for (std::uint32_t other = 0; other < total; ++other) {
        REQUIRE(merkle_verify(proof, leaves[other], root) == (other == index));
      }
    }
  }
}

TEST_CASE("merkle: a proof is refused at another place of the tree", "[unit][crypto]") {
  const std::vector<Hash> leaves = numbered_leaves(13);
  const Hash root = merkle_root(leaves);
  for (std::uint32_t index = 0; index < 13; ++index) {
    MerkleProof proof = merkle_proof(leaves, index);
    for (std::uint32_t claimed = 0; claimed < 20; ++claimed) {
      proof.index = claimed;
      REQUIRE(merkle_verify(proof, leaves[index], root) == (claimed == index));
    }
  }
}

TEST_CASE("merkle: a proof is refused when its index is beyond its total", "[unit][crypto]") {
  const std::vector<Hash> leaves = numbered_leaves(1);
  CHECK(merkle_verify({0, 1, {}}, leaves[0], leaves[0]));
  CHECK_FALSE(merkle_verify({0, 0, {}}, leaves[0], leaves[0]));
  CHECK_FALSE(merkle_verify({1, 1, {}}, leaves[0], leaves[0]));
  CHECK_FALSE(merkle_verify({0xffffffff, 0xffffffff, {}}, leaves[0], leaves[0]));
}

TEST_CASE("merkle: a proof is refused when its path is cut, grown or altered", "[unit][crypto]") {
  const std::vector<Hash> leaves = numbered_leaves(11);
  const Hash root = merkle_root(leaves);
  for (std::uint32_t index = 0; index < 11; ++index) {
    const MerkleProof proof = merkle_proof(leaves, index);
    MerkleProof cut = proof;
    cut.siblings.pop_back();
    CHECK_FALSE(merkle_verify(cut, leaves[index], root));
    MerkleProof grown = proof;
    grown.siblings.push_back(root);
    CHECK_FALSE(merkle_verify(grown, leaves[index], root));
    for (std::size_t step = 0; step < proof.siblings.size(); ++step) {
      MerkleProof altered = proof;
      altered.siblings[step].bytes[7] ^= 1;
      CHECK_FALSE(merkle_verify(altered, leaves[index], root));
    }
  }
}

TEST_CASE("merkle: the root changes with any leaf and with their order", "[unit][crypto]") {
  std::vector<Hash> leaves = numbered_leaves(7);
  const Hash root = merkle_root(leaves);
  std::swap(leaves[2], leaves[5]);
  CHECK(merkle_root(leaves) != root);
  std::swap(leaves[2], leaves[5]);
  leaves[6].bytes[0] ^= 1;
  CHECK(merkle_root(leaves) != root);
}

TEST_CASE("merkle: a path of the wrong length leads to no root at all", "[unit][crypto]") {
  for (std::uint32_t total = 1; total <= 9; ++total) {
    const std::vector<Hash> leaves = numbered_leaves(total);
    for (std::uint32_t index = 0; index < total; ++index) {
      MerkleProof proof = merkle_proof(leaves, index);
      CHECK(merkle_path_root(proof, leaves[index]) == merkle_root(leaves));
      proof.siblings.push_back(leaves[0]);
      CHECK_FALSE(merkle_path_root(proof, leaves[index]));
      proof.siblings.resize(proof.siblings.size() - 1);
      if (!proof.siblings.empty()) {
        proof.siblings.pop_back();
        CHECK_FALSE(merkle_path_root(proof, leaves[index]));
      }
    }
  }
}
