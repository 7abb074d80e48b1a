#include "protocol/chain/block.hpp"

#include <algorithm>

#include "protocol/crypto/merkle.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

constexpr std::size_t kSignatureBytes = 1 + 8 + 64;
constexpr std::size_t kCommitFixedBytes = 8 + 4 + 69 + 4;
constexpr std::size_t kHeaderBytesMax = 1 + kChainIdBytesMax + 8 + 8 + 32 + 36 + 7 * 32 + 4;

void encode(Writer& out, const BlockHeader& header) {
  out.text(header.chain_id);
  out.u64(header.height);
  out.time(header.time);
  out.hash(header.last_block_hash);
  out.u32(header.last_block_parts.total);
  out.hash(header.last_block_parts.root);
  out.hash(header.state_hash);
  out.hash(header.validators_hash);
  out.hash(header.next_validators_hash);
  out.hash(header.next_priorities_hash);
  out.hash(header.transactions_root);
  out.hash(header.evidence_root);
  out.hash(header.last_commit_hash);
  out.u32(header.proposer.value);
}

std::vector<Bytes> decode_transactions(Reader& in) {
  const std::uint32_t count = in.count(kBlockTransactionsMax);
  std::vector<Bytes> transactions;
  // A transaction takes at least its length, so the input's own size bounds what is reserved.
  transactions.reserve(std::min<std::size_t>(count, in.remaining() / 4));
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    const BytesView bytes = in.blob(kTransactionBytesMax);
    transactions.emplace_back(bytes.begin(), bytes.end());
  }
  return transactions;
}

std::vector<DuplicateEvidence> decode_evidence_list(Reader& in) {
  const std::uint32_t count = in.count(kBlockEvidenceMax);
  std::vector<DuplicateEvidence> evidence;
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    evidence.push_back(decode_evidence(in));
  }
  return evidence;
}

CommitSignature decode_signature(Reader& in) {
  CommitSignature entry;
  const std::uint8_t flag = in.u8();
  if (flag > static_cast<std::uint8_t>(CommitFlag::for_nil)) {
    in.fail();
    return entry;
  }
  entry.flag = static_cast<CommitFlag>(flag);
  if (entry.flag != CommitFlag::absent) {
    entry.time = in.time();
    entry.signature = in.signature();
  }
  return entry;
}

}  // namespace

void encode(Writer& out, const Commit& commit) {
  out.u64(commit.height);
  out.i32(commit.round);
  encode(out, commit.block_id);
  out.u32(static_cast<std::uint32_t>(commit.signatures.size()));
  for (const CommitSignature& entry : commit.signatures) {
    out.u8(static_cast<std::uint8_t>(entry.flag));
    if (entry.flag != CommitFlag::absent) {
      out.time(entry.time);
      out.signature(entry.signature);
    }
  }
}

Commit decode_commit(Reader& in) {
  Commit commit;
  commit.height = in.u64();
  commit.round = in.i32();
  commit.block_id = decode_block_id(in);
  const std::uint32_t count = in.count(kValidatorsMax);
  commit.signatures.reserve(std::min<std::size_t>(count, in.remaining()));
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    commit.signatures.push_back(decode_signature(in));
  }
  if (commit.height == 0 || commit.round < 0 || commit.block_id.is_nil()) {
    in.fail();
  }
  return commit;
}

Bytes encode(const Commit& commit) {
  Writer out{kCommitFixedBytes + kSignatureBytes * commit.signatures.size()};
  encode(out, commit);
  return out.take();
}

std::optional<Commit> decode_commit(BytesView bytes) {
  Reader in{bytes};
  Commit commit = decode_commit(in);
  if (!in.finished()) {
    return std::nullopt;
  }
  return commit;
}

Hash transactions_root(std::span<const Bytes> transactions) {
  std::vector<Hash> leaves;
  leaves.reserve(transactions.size());
  for (const Bytes& transaction : transactions) {
    leaves.push_back(merkle_leaf(transaction));
  }
  return merkle_root(leaves);
}

Hash commit_hash(const std::optional<Commit>& commit) {
  return commit.has_value() ? sha256(encode(*commit)) : Hash{};
}

Bytes encode(const BlockHeader& header) {
  Writer out{kHeaderBytesMax};
  encode(out, header);
  return out.take();
}

BlockHeader decode_header(Reader& in) {
  BlockHeader header;
  header.chain_id = in.text(kChainIdBytesMax);
  header.height = in.u64();
  header.time = in.time();
  header.last_block_hash = in.hash();
  header.last_block_parts.total = in.u32();
  header.last_block_parts.root = in.hash();
  header.state_hash = in.hash();
  header.validators_hash = in.hash();
  header.next_validators_hash = in.hash();
  header.next_priorities_hash = in.hash();
  header.transactions_root = in.hash();
  header.evidence_root = in.hash();
  header.last_commit_hash = in.hash();
  header.proposer = NodeId{in.u32()};
  return header;
}

Hash block_hash(const BlockHeader& header) {
  return sha256(encode(header));
}

void bind_content(Block& block) {
  block.header.transactions_root = transactions_root(block.transactions);
  block.header.evidence_root = evidence_root(block.evidence);
  block.header.last_commit_hash = commit_hash(block.last_commit);
}

std::size_t encoded_block_bytes_without_data(std::size_t validators) {
  return kHeaderBytesMax + 4 + 4 + 1 + kCommitFixedBytes + kSignatureBytes * validators;
}

Bytes encode(const Block& block) {
  Writer out{kHeaderBytesMax};
  encode(out, block.header);
  out.u32(static_cast<std::uint32_t>(block.transactions.size()));
  for (const Bytes& transaction : block.transactions) {
    out.blob(transaction);
  }
  out.u32(static_cast<std::uint32_t>(block.evidence.size()));
  for (const DuplicateEvidence& evidence : block.evidence) {
    encode(out, evidence);
  }
  out.boolean(block.last_commit.has_value());
  if (block.last_commit.has_value()) {
    encode(out, *block.last_commit);
  }
  return out.take();
}

std::optional<Block> decode_block(BytesView bytes) {
  if (bytes.size() > kBlockBytesMax) {
    return std::nullopt;
  }
  Reader in{bytes};
  Block block;
  block.header = decode_header(in);
  block.transactions = decode_transactions(in);
  block.evidence = decode_evidence_list(in);
  if (in.boolean()) {
    block.last_commit = decode_commit(in);
  }
  const bool commit_due = block.header.height > 1;
  if (!in.finished() || block.header.height == 0 || block.last_commit.has_value() != commit_due) {
    return std::nullopt;
  }
  if (block.header.transactions_root != transactions_root(block.transactions) ||
      block.header.evidence_root != evidence_root(block.evidence) ||
      block.header.last_commit_hash != commit_hash(block.last_commit)) {
    return std::nullopt;
  }
  return block;
}

}  // namespace callo
