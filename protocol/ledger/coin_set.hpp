#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "protocol/base/hash.hpp"
#include "protocol/ledger/coin.hpp"

namespace callo {

// One inner node on the way from the leaf to the root.
struct CoinProofStep {
  std::uint16_t bit{};
  Hash sibling;
  bool operator==(const CoinProofStep&) const = default;
};

// Where the search for an outpoint ends in a CoinSet. If the coin found there is the one searched
// for, the coin is in the set; if it is another one, it is not: the path proves both.
struct CoinProof {
  Outpoint outpoint;
  Coin coin;
  std::vector<CoinProofStep> steps;  // leaf first
  bool operator==(const CoinProof&) const = default;
};

enum class CoinProofResult : std::uint8_t { present, absent, invalid };

// The root of the set that the path leads to, whatever it answers.
Hash coin_proof_root(const CoinProof& proof);

// Judges `proof` as an answer to "is `wanted` in the set with this root?". An empty set has the
// zero root and needs no proof.
CoinProofResult verify_coin_proof(const CoinProof& proof, const Outpoint& wanted, const Hash& root);

// outpoint | coin | u32 count, steps {u32 bit, hash}; bits must fall from leaf to root.
Bytes encode(const CoinProof& proof);
std::optional<CoinProof> decode_coin_proof(BytesView bytes);

using CoinList = std::vector<std::pair<Outpoint, Coin>>;

// All coins of a CoinSet whose outpoints begin with certain bits, and the way from their common
// node to the root. If there is none, then the one coin at which the search for these bits ends.
struct CoinsBelow {
  CoinList coins;                    // in the order of their outpoints' bits
  std::vector<CoinProofStep> steps;  // lowest first
  bool operator==(const CoinsBelow&) const = default;
};

// The coins of the set with this root whose outpoints share the first `bits` bits with `prefix`:
// all of them, possibly none; nullopt when the proof does not show it. An empty set has the zero
// root and no proof. Contract: 0 < bits <= 256.
std::optional<CoinList> verify_coins_below(const CoinsBelow& proof, const Outpoint& prefix,
                                           std::uint16_t bits, const Hash& root);

// The upper part of the trie of a CoinSet, cut where at most so many coins lie below: enough to
// check each piece alone, before the others have come, against the root. In preorder.
struct CoinOutline {
  static constexpr std::uint16_t kPiece = 0xFFFF;

  struct Entry {
    std::uint16_t bit = kPiece;  // of an inner node
    Hash piece;                  // else the root of what was cut off; zero for an inner node
    bool operator==(const Entry&) const = default;
  };

  std::vector<Entry> entries;  // none for the empty set
  bool operator==(const CoinOutline&) const = default;

  // Their roots, in the order of the coins.
  std::vector<Hash> pieces() const;
};

// The root of the set that was cut up; nullopt when the entries are not those of any trie.
std::optional<Hash> outline_root(const CoinOutline& outline);

// The unspent coins: a binary crit-bit trie over the 288 bits of the outpoint, whose nodes carry
// hashes. Its shape, hence its root, depends on the set alone and not on the order of changes. A
// transaction id is a SHA-256 already, so keys are uniform; an attacker who grinds ids deepens a
// path by one step per doubling of his work.
//
// Nodes are immutable once shared: a copy of the set costs one pointer, changes copy the path they
// touch unless this set alone holds it. So a block is tried on a copy, an old state is kept by
// keeping a copy, and many simulated nodes share what they agree about. Hashes are computed when
// the root is asked for, once per changed node.
class CoinSet {
 public:
  // An owner of a trie node (counted: one thread owns all sets of a process, as with Frame).
  class Link {
   public:
    Link() = default;
    Link(const Link& other) noexcept;

    Link(Link&& other) noexcept : node_{std::exchange(other.node_, nullptr)} {}

    Link& operator=(Link other) noexcept {
      std::swap(node_, other.node_);
      return *this;
    }

    ~Link();

    struct Node;

    explicit Link(Node* node) noexcept : node_{node} {}

    Node* get() const { return node_; }

   private:
    Node* node_ = nullptr;
  };

  std::size_t size() const { return size_; }

  // Valid until the next change of this set.
  const Coin* find(const Outpoint& outpoint) const;
  // False, and nothing changes, when the outpoint is there already.
  bool insert(const Outpoint& outpoint, const Coin& coin);
  // False, and nothing changes, when it is not there.
  bool erase(const Outpoint& outpoint);

  // leaf = SHA-256(0x00 | outpoint | coin), inner = SHA-256(0x01 | u16 bit | left | right), zero
  // for the empty set. Adds the number of bytes it had to hash to `hashed_bytes`.
  Hash root(std::uint64_t& hashed_bytes) const;

  // Nullopt for the empty set.
  std::optional<CoinProof> prove(const Outpoint& outpoint) const;

  // Nullopt for the empty set.
  std::optional<CoinsBelow> prove_below(const Outpoint& prefix, std::uint16_t bits) const;

  // All coins in the order of their outpoints' bits.
  CoinList coins() const;

  // Cuts the set into pieces of at most `piece_coins_max` coins each; the pieces' coins are
  // appended to `pieces`, in the order of the outline. A function of the set alone.
  CoinOutline cut(std::size_t piece_coins_max, std::vector<CoinList>& pieces) const;

 private:
  Link root_;
  std::size_t size_ = 0;
};

}  // namespace callo
