#include "sim/checkers/own_bytes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "protocol/crypto/sha256.hpp"

namespace callo::sim {

namespace {

template <typename Unsigned>
void append(Bytes& bytes, Unsigned value) {
  std::array<std::uint8_t, sizeof(Unsigned)> little_endian{};
  for (std::size_t index = 0; index < sizeof(Unsigned); ++index) {
    little_endian[index] = static_cast<std::uint8_t>(value >> (8 * index));
  }
  bytes.insert(bytes.end(), little_endian.begin(), little_endian.end());
}

void append(Bytes& bytes, BytesView raw) {
  bytes.insert(bytes.end(), raw.begin(), raw.end());
}

void append_text(Bytes& bytes, std::string_view text) {
  bytes.push_back(static_cast<std::uint8_t>(text.size()));
  append(bytes, as_bytes(text));
}

// Room that no vote's data needs all of.
constexpr std::size_t kVoteDataRoom = 96;

void append_vote_data(Bytes& data, Height height, Round round, const BlockId& block,
                      CalendarTime time) {
  append(data, std::uint64_t{height});
  append(data, static_cast<std::uint32_t>(round));
  if (block.hash.is_zero()) {
    data.push_back(0);
  } else {
    data.push_back(1);
    append(data, BytesView{block.hash.bytes});
    append(data, block.parts.total);
    append(data, BytesView{block.parts.root.bytes});
  }
  append(data, static_cast<std::uint64_t>(time.time_since_epoch().count()));
}

// RFC 6962 section 2.1: a leaf and an inner node are told apart by their first byte.
Hash own_leaf(BytesView data) {
  constexpr std::uint8_t kPrefix = 0x00;
  return Sha256{}.update({&kPrefix, 1}).update(data).finish();
}

using CoinName = std::array<std::uint8_t, 36>;

// Names fall apart by their bits, the index' highest first.
CoinName coin_name(const Outpoint& outpoint) {
  CoinName name{};
  std::copy(outpoint.transaction.bytes.begin(), outpoint.transaction.bytes.end(), name.begin());
  for (std::size_t index = 0; index < 4; ++index) {
    name[32 + index] = static_cast<std::uint8_t>(outpoint.index >> (24 - 8 * index));
  }
  return name;
}

struct NamedLeaf {
  CoinName name;
  Hash hash;
};

NamedLeaf coin_leaf(const Outpoint& outpoint, const Coin& coin) {
  Bytes bytes{0x00};
  append(bytes, BytesView{outpoint.transaction.bytes});
  append(bytes, outpoint.index);
  append(bytes, BytesView{coin.owner.bytes});
  append(bytes, as_bytes({coin.currency.letters.data(), coin.currency.letters.size()}));
  append(bytes, static_cast<std::uint64_t>(coin.amount));
  return {coin_name(outpoint), sha256(bytes)};
}

// Of leaves in the order of their names, at least one: the first bit in which the outermost differ
// is the first in which any do.
Hash trie_root(std::span<const NamedLeaf> leaves) {
  if (leaves.size() == 1) {
    return leaves.front().hash;
  }
  const CoinName& low = leaves.front().name;
  const CoinName& high = leaves.back().name;
  const auto byte = static_cast<std::size_t>(
      std::mismatch(low.begin(), low.end(), high.begin()).first - low.begin());
  const int bit = std::countl_zero(static_cast<std::uint8_t>(low.at(byte) ^ high.at(byte)));
  const auto right = std::partition_point(leaves.begin(), leaves.end(), [&](const NamedLeaf& leaf) {
    return ((leaf.name[byte] >> (7 - bit)) & 1) == 0;
  });
  const auto left_size = static_cast<std::size_t>(right - leaves.begin());
  Bytes bytes{0x01};
  append(bytes, static_cast<std::uint16_t>(8 * byte + static_cast<std::size_t>(bit)));
  append(bytes, BytesView{trie_root(leaves.first(left_size)).bytes});
  append(bytes, BytesView{trie_root(leaves.subspan(left_size)).bytes});
  return sha256(bytes);
}

}  // namespace

Hash own_merkle_root(std::span<const BytesView> data) {
  if (data.empty()) {
    return sha256({});
  }
  if (data.size() == 1) {
    return own_leaf(data.front());
  }
  constexpr std::uint8_t kPrefix = 0x01;
  std::size_t left_size = 1;  // the largest power of two that leaves something on the right
  while (2 * left_size < data.size()) {
    left_size *= 2;
  }
  const Hash left = own_merkle_root(data.first(left_size));
  const Hash right = own_merkle_root(data.subspan(left_size));
  return Sha256{}.update({&kPrefix, 1}).update(left.bytes).update(right.bytes).finish();
}

Bytes vote_bytes(std::string_view chain_id, VoteType type, NodeId validator, Height height,
                 Round round, const BlockId& block, CalendarTime time) {
  constexpr std::uint8_t kVersion = 1;
  constexpr std::uint8_t kPrevote = 3;
  constexpr std::uint8_t kPrecommit = 4;
  constexpr std::size_t kHeaderRoom = 32;
  Bytes data;
  data.reserve(kVoteDataRoom);
  append_vote_data(data, height, round, block, time);
  Bytes bytes;
  bytes.reserve(kHeaderRoom + chain_id.size() + data.size());
  bytes.push_back(kVersion);
  bytes.push_back(type == VoteType::prevote ? kPrevote : kPrecommit);
  append_text(bytes, chain_id);
  append(bytes, validator.value);
  append(bytes, std::uint64_t{0});
  append(bytes, static_cast<std::uint32_t>(data.size()));
  append(bytes, BytesView{data});
  return bytes;
}

Bytes transaction_bytes(std::string_view chain_id, BytesView body) {
  Bytes bytes;
  append_text(bytes, "callo/transaction/1");
  append_text(bytes, chain_id);
  append(bytes, body);
  return bytes;
}

BlockId own_block_id(const BlockHeader& header, BytesView block) {
  constexpr std::size_t kPart = 64 * 1024;
  std::vector<BytesView> parts;
  for (std::size_t start = 0; start < block.size(); start += kPart) {
    parts.push_back(block.subspan(start, std::min(kPart, block.size() - start)));
  }
  return {sha256(encode(header)),
          {static_cast<std::uint32_t>(parts.size()), own_merkle_root(parts)}};
}

Hash own_validators_hash(const ValidatorSet& validators) {
  Bytes bytes;
  append(bytes, static_cast<std::uint32_t>(validators.size()));
  for (const Validator& validator : validators.validators()) {
    append(bytes, validator.node.value);
    append(bytes, BytesView{validator.key.bytes});
    append(bytes, static_cast<std::uint64_t>(validator.power));
  }
  return sha256(bytes);
}

Hash own_priorities_hash(const ValidatorSet& validators) {
  Bytes bytes;
  std::uint32_t turn = 0;
  append(bytes, static_cast<std::uint32_t>(validators.size()));
  for (const Validator& validator : validators.validators()) {
    append(bytes, validator.node.value);
    append(bytes, static_cast<std::uint64_t>(validator.priority));
    turn += validator.node < validators.proposer() ? 1U : 0U;
  }
  append(bytes, turn);
  return sha256(bytes);
}

Hash own_coins_root(const CoinList& coins) {
  std::vector<NamedLeaf> leaves;
  leaves.reserve(coins.size());
  for (const auto& [outpoint, coin] : coins) {
    leaves.push_back(coin_leaf(outpoint, coin));
  }
  std::stable_sort(leaves.begin(), leaves.end(),
                   [](const NamedLeaf& a, const NamedLeaf& b) { return a.name < b.name; });
  const auto is_same = [](const NamedLeaf& a, const NamedLeaf& b) { return a.name == b.name; };
  leaves.erase(std::unique(leaves.begin(), leaves.end(), is_same), leaves.end());
  return leaves.empty() ? Hash{} : trie_root(leaves);
}

Hash own_state_hash(std::string_view chain_id, const CoinList& coins, BytesView rest) {
  Bytes bytes;
  append_text(bytes, "callo/state/1");
  append_text(bytes, chain_id);
  append(bytes, BytesView{own_coins_root(coins).bytes});
  append(bytes, BytesView{sha256(rest).bytes});
  return sha256(bytes);
}

}  // namespace callo::sim
