#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/keys.hpp"
#include "protocol/base/time.hpp"
#include "protocol/chain/block_id.hpp"
#include "protocol/chain/duplicate_evidence.hpp"

namespace callo {

enum class CommitFlag : std::uint8_t { absent = 0, for_block = 1, for_nil = 2 };

// One validator's precommit, in the order of the validator set. The signature is the one of the
// vote's envelope: vote_sign_bytes rebuilds what it covers.
struct CommitSignature {
  CommitFlag flag = CommitFlag::absent;
  CalendarTime time;
  Signature signature;
  bool operator==(const CommitSignature&) const = default;
};

// +2/3 precommits of one round for one block.
struct Commit {
  Height height{};
  Round round{};
  BlockId block_id;
  std::vector<CommitSignature> signatures;
  bool operator==(const Commit&) const = default;
};

struct BlockHeader {
  std::string chain_id;
  Height height{};
  CalendarTime time;
  Hash last_block_hash;  // zero at height 1
  PartSetHeader last_block_parts;
  Hash state_hash;            // of the state that this block's transactions start from
  Hash validators_hash;       // of this height
  Hash next_validators_hash;  // of the height after it: what a light client trusts next
  Hash next_priorities_hash;  // of whose turn it is from that height on; see ValidatorSet
  Hash transactions_root;     // RFC 6962 over the transactions' bytes
  Hash evidence_root;         // RFC 6962 over the evidence's encodings
  Hash last_commit_hash;      // SHA-256 of the encoded LastCommit; zero at height 1
  NodeId proposer;
  bool operator==(const BlockHeader&) const = default;
};

struct Block {
  BlockHeader header;
  std::vector<Bytes> transactions;
  std::vector<DuplicateEvidence> evidence;
  std::optional<Commit> last_commit;  // absent only at height 1
  bool operator==(const Block&) const = default;
};

// u64 height | i32 round | block id | u32 count | per signature: u8 flag and, unless absent, i64
// time and signature. An absent one carries zeros.
void encode(Writer& out, const Commit& commit);
Commit decode_commit(Reader& in);
Bytes encode(const Commit& commit);
std::optional<Commit> decode_commit(BytesView bytes);

// With evidence_root the fields of a header that bind the rest of the block.
Hash transactions_root(std::span<const Bytes> transactions);
Hash commit_hash(const std::optional<Commit>& commit);
// Writes all three into the header.
void bind_content(Block& block);

Bytes encode(const BlockHeader& header);
BlockHeader decode_header(Reader& in);
// SHA-256 of the encoded header; the header covers data and LastCommit.
Hash block_hash(const BlockHeader& header);

// An upper bound on what a block takes besides its transactions and evidence.
std::size_t encoded_block_bytes_without_data(std::size_t validators);

// Header | u32 count, transactions as blobs | u32 count, evidence | bool, LastCommit.
Bytes encode(const Block& block);
// Refuses as well a block with a LastCommit at height 1 or without one later, and one whose
// transactions_root, evidence_root or last_commit_hash do not match its content.
std::optional<Block> decode_block(BytesView bytes);

}  // namespace callo
