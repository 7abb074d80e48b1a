#include "sim/checkers/own_bytes.hpp"

#include <algorithm>
#include <vector>

#include "protocol/crypto/sha256.hpp"

namespace callo::sim {

namespace {

template <typename Unsigned>
void append(Bytes& bytes, Unsigned value) {
  for (std::size_t index = 0; index < sizeof(Unsigned); ++index) {
    bytes.push_back(static_cast<std::uint8_t>(value >> (8 * index)));
  }
}

void append(Bytes& bytes, BytesView raw) {
  bytes.insert(bytes.end(), raw.begin(), raw.end());
}

void append_text(Bytes& bytes, std::string_view text) {
  bytes.push_back(static_cast<std::uint8_t>(text.size()));
  append(bytes, as_bytes(text));
}

Bytes vote_data(Height height, Round round, const BlockId& block, CalendarTime time) {
  Bytes data;
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
  return data;
}

// RFC 6962 section 2.1: a leaf and an inner node are told apart by their first byte.
Hash own_leaf(BytesView data) {
  constexpr std::uint8_t kPrefix = 0x00;
  return Sha256{}.update({&kPrefix, 1}).update(data).finish();
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
  const Bytes data = vote_data(height, round, block, time);
  Bytes bytes{kVersion, type == VoteType::prevote ? kPrevote : kPrecommit};
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

}  // namespace callo::sim
