#include "protocol/ledger/coin_set.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "protocol/base/check.hpp"
#include "protocol/crypto/sha256.hpp"

namespace callo {

namespace {

constexpr std::uint8_t kLeafPrefix = 0x00;
constexpr std::uint8_t kInnerPrefix = 0x01;
constexpr std::uint16_t kKeyBits = kOutpointBytes * 8;
constexpr std::uint16_t kIsLeaf = 0xFFFF;
constexpr std::size_t kLeafHashedBytes = 1 + kOutpointBytes + kCoinBytes;
constexpr std::size_t kInnerHashedBytes = 1 + 2 + 2 * sizeof(Hash);

// Bit 0 is the first byte's highest. The index follows most significant byte first, so that the
// coins of one transaction lie side by side and share their path.
bool key_bit(const Outpoint& key, std::uint16_t bit) {
  constexpr std::uint16_t kHashBits = 256;
  if (bit < kHashBits) {
    return ((key.transaction.bytes[bit / 8] >> (7 - bit % 8)) & 1) != 0;
  }
  return ((key.index >> (31 - (bit - kHashBits))) & 1U) != 0;
}

// Requires a != b.
std::uint16_t first_difference(const Outpoint& a, const Outpoint& b) {
  for (std::size_t byte = 0; byte < a.transaction.bytes.size(); ++byte) {
    const auto differs =
        static_cast<std::uint8_t>(a.transaction.bytes[byte] ^ b.transaction.bytes[byte]);
    if (differs != 0) {
      return static_cast<std::uint16_t>(byte * 8 +
                                        static_cast<unsigned>(std::countl_zero(differs)));
    }
  }
  return static_cast<std::uint16_t>(256 + std::countl_zero(a.index ^ b.index));
}

bool shares_bits(const Outpoint& a, const Outpoint& b, std::uint16_t bits) {
  return a == b || first_difference(a, b) >= bits;
}

Hash leaf_hash(const Outpoint& outpoint, const Coin& coin) {
  Writer out{kLeafHashedBytes};
  out.u8(kLeafPrefix);
  encode(out, outpoint);
  encode(out, coin);
  return sha256(out.view());
}

Hash inner_hash(std::uint16_t bit, const Hash& left, const Hash& right) {
  std::array<std::uint8_t, kInnerHashedBytes> input{};
  input[0] = kInnerPrefix;
  input[1] = static_cast<std::uint8_t>(bit);
  input[2] = static_cast<std::uint8_t>(bit >> 8);
  std::copy(left.bytes.begin(), left.bytes.end(), input.begin() + 3);
  std::copy(right.bytes.begin(), right.bytes.end(), input.begin() + 35);
  return sha256(input);
}

}  // namespace

using Link = CoinSet::Link;

struct Link::Node {
  std::uint64_t references = 1;
  std::uint16_t bit = kIsLeaf;
  bool is_hashed = false;
  Hash hash;

  bool is_leaf() const { return bit == kIsLeaf; }
};

namespace {

struct Leaf : Link::Node {
  Outpoint outpoint;
  Coin coin;
};

struct Inner : Link::Node {
  std::array<Link, 2> children;
};

Leaf& as_leaf(const Link& link) {
  return static_cast<Leaf&>(*link.get());
}

Inner& as_inner(const Link& link) {
  return static_cast<Inner&>(*link.get());
}

Link make_leaf(const Outpoint& outpoint, const Coin& coin) {
  auto* leaf = new Leaf;
  leaf->outpoint = outpoint;
  leaf->coin = coin;
  return Link{leaf};
}

Link make_inner(std::uint16_t bit, Link zero, Link one) {
  auto* inner = new Inner;
  inner->bit = bit;
  inner->children = {std::move(zero), std::move(one)};
  return Link{inner};
}

// Makes the inner node behind `link` ours alone and due for hashing, then returns it.
Inner& own(Link& link) {
  if (link.get()->references > 1) {
    const Inner& shared = as_inner(link);
    link = make_inner(shared.bit, shared.children[0], shared.children[1]);
  }
  link.get()->is_hashed = false;
  return as_inner(link);
}

// The leaf at which the search for `key` ends; requires a trie that is not empty.
const Leaf& search(const Link& root, const Outpoint& key) {
  const Link* link = &root;
  while (!link->get()->is_leaf()) {
    const Inner& inner = as_inner(*link);
    link = &inner.children[key_bit(key, inner.bit)];
  }
  return as_leaf(*link);
}

// Depth is bounded by the number of key bits, and so is the recursion.
const Hash& hash_of(const Link& link, std::uint64_t& hashed_bytes) {
  Link::Node& node = *link.get();
  if (node.is_hashed) {
    return node.hash;
  }
  if (node.is_leaf()) {
    const Leaf& leaf = as_leaf(link);
    node.hash = leaf_hash(leaf.outpoint, leaf.coin);
    hashed_bytes += kLeafHashedBytes;
  } else {
    const Inner& inner = as_inner(link);
    const Hash& left = hash_of(inner.children[0], hashed_bytes);
    const Hash& right = hash_of(inner.children[1], hashed_bytes);
    node.hash = inner_hash(inner.bit, left, right);
    hashed_bytes += kInnerHashedBytes;
  }
  node.is_hashed = true;
  return node.hash;
}

void collect(const Link& link, CoinList& out) {
  if (link.get()->is_leaf()) {
    out.emplace_back(as_leaf(link).outpoint, as_leaf(link).coin);
    return;
  }
  collect(as_inner(link).children[0], out);
  collect(as_inner(link).children[1], out);
}

// How many coins lie below, as far as it matters: beyond `enough` nobody counts on.
std::size_t count_coins(const Link& link, std::size_t enough) {
  if (link.get()->is_leaf()) {
    return 1;
  }
  const std::size_t left = count_coins(as_inner(link).children[0], enough);
  return left > enough ? left : left + count_coins(as_inner(link).children[1], enough - left);
}

void cut_below(const Link& link, std::size_t piece_coins_max, CoinOutline& outline,
               std::vector<CoinList>& pieces) {
  if (count_coins(link, piece_coins_max) <= piece_coins_max) {
    std::uint64_t hashed_bytes = 0;
    outline.entries.push_back({CoinOutline::kPiece, hash_of(link, hashed_bytes)});
    collect(link, pieces.emplace_back());
    return;
  }
  const Inner& inner = as_inner(link);
  outline.entries.push_back({inner.bit, {}});
  cut_below(inner.children[0], piece_coins_max, outline, pieces);
  cut_below(inner.children[1], piece_coins_max, outline, pieces);
}

// The root of the node at `position`, which is moved behind it. Bits grow on every way down, so the
// recursion is as deep as a key is long at most.
std::optional<Hash> root_below(const CoinOutline& outline, std::size_t& position, int bit_above) {
  if (position == outline.entries.size()) {
    return std::nullopt;
  }
  const CoinOutline::Entry& entry = outline.entries[position++];
  if (entry.bit == CoinOutline::kPiece) {
    return entry.piece.is_zero() ? std::nullopt : std::optional{entry.piece};
  }
  if (entry.bit >= kKeyBits || static_cast<int>(entry.bit) <= bit_above || !entry.piece.is_zero()) {
    return std::nullopt;
  }
  const auto left = root_below(outline, position, entry.bit);
  const auto right = left ? root_below(outline, position, entry.bit) : std::nullopt;
  return right ? std::optional{inner_hash(entry.bit, *left, *right)} : std::nullopt;
}

}  // namespace

Link::Link(const Link& other) noexcept : node_{other.node_} {
  if (node_ != nullptr) {
    ++node_->references;
  }
}

Link::~Link() {
  if (node_ == nullptr || --node_->references != 0) {
    return;
  }
  if (node_->is_leaf()) {
    delete static_cast<Leaf*>(node_);
  } else {
    delete static_cast<Inner*>(node_);
  }
}

const Coin* CoinSet::find(const Outpoint& outpoint) const {
  if (size_ == 0) {
    return nullptr;
  }
  const Leaf& leaf = search(root_, outpoint);
  return leaf.outpoint == outpoint ? &leaf.coin : nullptr;
}

bool CoinSet::insert(const Outpoint& outpoint, const Coin& coin) {
  if (size_ == 0) {
    root_ = make_leaf(outpoint, coin);
    size_ = 1;
    return true;
  }
  const Outpoint& nearest = search(root_, outpoint).outpoint;
  if (nearest == outpoint) {
    return false;
  }
  const std::uint16_t bit = first_difference(nearest, outpoint);
  Link* link = &root_;
  while (!link->get()->is_leaf() && link->get()->bit < bit) {
    Inner& inner = own(*link);
    link = &inner.children[key_bit(outpoint, inner.bit)];
  }
  Link leaf = make_leaf(outpoint, coin);
  Link rest = std::move(*link);
  *link = key_bit(outpoint, bit) ? make_inner(bit, std::move(rest), std::move(leaf))
                                 : make_inner(bit, std::move(leaf), std::move(rest));
  ++size_;
  return true;
}

bool CoinSet::erase(const Outpoint& outpoint) {
  if (find(outpoint) == nullptr) {
    return false;
  }
  --size_;
  Link* link = &root_;
  while (!link->get()->is_leaf()) {
    const Inner& inner = as_inner(*link);
    const bool side = key_bit(outpoint, inner.bit);
    if (inner.children[side].get()->is_leaf()) {
      // The parent of a leaf that goes makes room for the leaf's sibling.
      Link sibling = inner.children[!side];
      *link = std::move(sibling);
      return true;
    }
    link = &own(*link).children[side];
  }
  root_ = Link{};
  return true;
}

Hash CoinSet::root(std::uint64_t& hashed_bytes) const {
  return size_ == 0 ? Hash{} : hash_of(root_, hashed_bytes);
}

std::optional<CoinProof> CoinSet::prove(const Outpoint& outpoint) const {
  if (size_ == 0) {
    return std::nullopt;
  }
  std::uint64_t hashed_bytes = 0;
  CoinProof proof;
  const Link* link = &root_;
  while (!link->get()->is_leaf()) {
    const Inner& inner = as_inner(*link);
    const bool side = key_bit(outpoint, inner.bit);
    proof.steps.push_back({inner.bit, hash_of(inner.children[!side], hashed_bytes)});
    link = &inner.children[side];
  }
  std::reverse(proof.steps.begin(), proof.steps.end());
  proof.outpoint = as_leaf(*link).outpoint;
  proof.coin = as_leaf(*link).coin;
  return proof;
}

std::optional<CoinsBelow> CoinSet::prove_below(const Outpoint& prefix, std::uint16_t bits) const {
  if (size_ == 0) {
    return std::nullopt;
  }
  std::uint64_t hashed_bytes = 0;
  CoinsBelow proof;
  const Link* link = &root_;
  // Everything below shares the first `bits` bits as soon as no branch among them is left. If these
  // are not the ones that are wanted, one coin says so, and its path goes on to the end.
  const bool is_there = shares_bits(search(root_, prefix).outpoint, prefix, bits);
  while (!link->get()->is_leaf() && (link->get()->bit < bits || !is_there)) {
    const Inner& inner = as_inner(*link);
    const bool side = key_bit(prefix, inner.bit);
    proof.steps.push_back({inner.bit, hash_of(inner.children[!side], hashed_bytes)});
    link = &inner.children[side];
  }
  std::reverse(proof.steps.begin(), proof.steps.end());
  collect(*link, proof.coins);
  return proof;
}

CoinList CoinSet::coins() const {
  CoinList out;
  out.reserve(size_);
  if (size_ != 0) {
    collect(root_, out);
  }
  return out;
}

CoinOutline CoinSet::cut(std::size_t piece_coins_max, std::vector<CoinList>& pieces) const {
  CALLO_CHECK(piece_coins_max >= 1);
  CoinOutline outline;
  if (size_ != 0) {
    cut_below(root_, piece_coins_max, outline, pieces);
  }
  return outline;
}

std::vector<Hash> CoinOutline::pieces() const {
  std::vector<Hash> pieces;
  for (const Entry& entry : entries) {
    if (entry.bit == kPiece) {
      pieces.push_back(entry.piece);
    }
  }
  return pieces;
}

std::optional<Hash> outline_root(const CoinOutline& outline) {
  if (outline.entries.empty()) {
    return Hash{};
  }
  std::size_t position = 0;
  const std::optional<Hash> root = root_below(outline, position, -1);
  return position == outline.entries.size() ? root : std::nullopt;
}

Hash coin_proof_root(const CoinProof& proof) {
  Hash hash = leaf_hash(proof.outpoint, proof.coin);
  for (const CoinProofStep& step : proof.steps) {
    const bool side = step.bit < kKeyBits && key_bit(proof.outpoint, step.bit);
    hash =
        side ? inner_hash(step.bit, step.sibling, hash) : inner_hash(step.bit, hash, step.sibling);
  }
  return hash;
}

CoinProofResult verify_coin_proof(const CoinProof& proof, const Outpoint& wanted,
                                  const Hash& root) {
  std::uint16_t below = kKeyBits;
  for (const CoinProofStep& step : proof.steps) {
    // The search for `wanted` must come the same way as the search for the coin that stands here.
    if (step.bit >= below || key_bit(wanted, step.bit) != key_bit(proof.outpoint, step.bit)) {
      return CoinProofResult::invalid;
    }
    below = step.bit;
  }
  if (coin_proof_root(proof) != root) {
    return CoinProofResult::invalid;
  }
  return proof.outpoint == wanted ? CoinProofResult::present : CoinProofResult::absent;
}

std::optional<CoinList> verify_coins_below(const CoinsBelow& proof, const Outpoint& prefix,
                                           std::uint16_t bits, const Hash& root) {
  CoinSet below;
  bool are_ascending = true;
  for (std::size_t index = 0; index < proof.coins.size(); ++index) {
    const auto& [outpoint, coin] = proof.coins[index];
    are_ascending = are_ascending && (index == 0 || proof.coins[index - 1].first < outpoint);
    below.insert(outpoint, coin);
  }
  if (proof.coins.empty() || !are_ascending) {
    return std::nullopt;
  }
  const Outpoint& first = proof.coins.front().first;
  const bool is_there = shares_bits(first, prefix, bits);
  if (is_there ? !shares_bits(proof.coins.back().first, prefix, bits) : proof.coins.size() != 1) {
    return std::nullopt;
  }
  std::uint64_t hashed_bytes = 0;
  Hash hash = below.root(hashed_bytes);
  std::uint16_t lower = is_there ? bits : kKeyBits;
  for (const CoinProofStep& step : proof.steps) {
    // Among the wanted bits the search for them must come the same way.
    if (step.bit >= lower ||
        (step.bit < bits && key_bit(prefix, step.bit) != key_bit(first, step.bit))) {
      return std::nullopt;
    }
    lower = step.bit;
    hash = key_bit(first, step.bit) ? inner_hash(step.bit, step.sibling, hash)
                                    : inner_hash(step.bit, hash, step.sibling);
  }
  if (hash != root) {
    return std::nullopt;
  }
  return is_there ? proof.coins : CoinList{};
}

Bytes encode(const CoinProof& proof) {
  Writer out{kOutpointBytes + kCoinBytes + 4 + proof.steps.size() * (4 + sizeof(Hash))};
  encode(out, proof.outpoint);
  encode(out, proof.coin);
  out.u32(static_cast<std::uint32_t>(proof.steps.size()));
  for (const CoinProofStep& step : proof.steps) {
    out.u32(step.bit);
    out.hash(step.sibling);
  }
  return out.take();
}

std::optional<CoinProof> decode_coin_proof(BytesView bytes) {
  Reader in{bytes};
  CoinProof proof;
  proof.outpoint = decode_outpoint(in);
  proof.coin = decode_coin(in);
  std::uint32_t below = kKeyBits;
  const std::uint32_t count = in.count(kKeyBits);
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    const std::uint32_t bit = in.u32();
    if (bit >= below) {
      in.fail();
    }
    below = bit;
    proof.steps.push_back({static_cast<std::uint16_t>(bit), in.hash()});
  }
  if (!in.finished()) {
    return std::nullopt;
  }
  return proof;
}

}  // namespace callo
