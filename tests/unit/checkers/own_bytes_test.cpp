#include "sim/checkers/own_bytes.hpp"

#include <array>
#include <vector>

#include "protocol/crypto/merkle.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/ledger/state.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hex.hpp"

namespace callo::sim::test {

namespace {

// Those that implementations of Certificate Transparency (RFC 6962) test against.
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

}  // namespace

TEST_CASE("own_merkle_root: the roots of RFC 6962, without the tree that it checks", "[unit]") {
  CHECK(own_merkle_root({}) == sha256({}));
  std::vector<Bytes> leaves;
  for (std::size_t count = 1; count <= kLeaves.size(); ++count) {
    leaves.push_back(callo::test::from_hex(kLeaves[count - 1]));
    const std::vector<BytesView> views{leaves.begin(), leaves.end()};
    CHECK(to_hex(own_merkle_root(views)) == kRoots[count - 1]);
  }
}

TEST_CASE("own_merkle_root: agrees with the tree of blocks for any number of leaves", "[unit]") {
  std::vector<Bytes> leaves;
  std::vector<Hash> hashes;
  for (std::uint8_t count = 1; count <= 70; ++count) {
    leaves.emplace_back(count, count);
    hashes.push_back(merkle_leaf(leaves.back()));
    const std::vector<BytesView> views{leaves.begin(), leaves.end()};
    CHECK(own_merkle_root(views) == merkle_root(hashes));
  }
}

TEST_CASE("own_coins_root: agrees with the trie of the ledger for any number of coins", "[unit]") {
  CoinSet set;
  CoinList coins;
  std::uint64_t hashed_bytes = 0;
  CHECK(own_coins_root(coins) == set.root(hashed_bytes));
  for (std::uint32_t count = 1; count <= 70; ++count) {
    const std::uint8_t tag = static_cast<std::uint8_t>(count / 3);
    // Coins of one transaction differ by their index alone.
    const Outpoint outpoint{sha256({&tag, 1}), count % 3 << (count % 30)};
    const Coin coin{PublicKey{}, Currency{{'N', 'G', 'N'}}, count};
    if (set.insert(outpoint, coin)) {
      coins.emplace_back(outpoint, coin);
    }
    CHECK(own_coins_root(coins) == set.root(hashed_bytes));
  }
  CHECK(coins.size() > 50);
  coins.push_back(coins.front());
  CHECK(own_coins_root(coins) == set.root(hashed_bytes));
}

TEST_CASE("own_state_hash: agrees with that of the ledger", "[unit]") {
  Genesis genesis;
  genesis.chain_id = "sphyx";
  genesis.issuers = {{Currency{{'N', 'G', 'N'}}, PublicKey{}}};
  genesis.coins = {{PublicKey{}, Currency{{'N', 'G', 'N'}}, 7},
                   {PublicKey{}, Currency{{'N', 'G', 'N'}}, 8}};
  const auto state = LedgerState::from_genesis(genesis);
  CHECK(own_state_hash("sphyx", state->coins().coins(), state->encode_rest()) ==
        state->state_hash());
}

TEST_CASE("own_validators_hash: of sets whose nodes have gaps, at any turn", "[unit]") {
  ValidatorSet set{{{NodeId{1}, PublicKey{}, 3, 0}, {NodeId{4}, PublicKey{}, 1, 0}}};
  for (int turn = 0; turn < 8; ++turn) {
    CHECK(own_validators_hash(set) == set.hash());
    CHECK(own_priorities_hash(set) == set.priorities_hash());
    set.advance(1);
  }
}

}  // namespace callo::sim::test
