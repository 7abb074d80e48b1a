#pragma once

#include "protocol/chain/block.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/crypto/sha256.hpp"

// Valid values to start from, shared by the targets of protocol/chain.
namespace callo::fuzz {

inline BlockId sample_block_id() {
  return {Hash{{1, 2, 3}}, {2, Hash{{4, 5, 6}}}};
}

inline CalendarTime sample_time() {
  return CalendarTime{Duration{1'710'000'000'000'000'000}};
}

inline Commit sample_commit() {
  Commit commit{7, 1, sample_block_id(), {}};
  commit.signatures.push_back({CommitFlag::for_block, sample_time(), Signature{{1}}});
  commit.signatures.push_back({});
  commit.signatures.push_back({CommitFlag::for_nil, sample_time(), Signature{{2}}});
  commit.signatures.push_back({CommitFlag::for_block, sample_time(), Signature{{3}}});
  return commit;
}

inline Block sample_block(Height height, std::vector<Bytes> transactions) {
  Block block;
  block.header.chain_id = "sphyx";
  block.header.height = height;
  block.header.time = sample_time();
  block.header.proposer = NodeId{3};
  block.transactions = std::move(transactions);
  if (height > 1) {
    block.header.last_block_hash = sample_block_id().hash;
    block.header.last_block_parts = sample_block_id().parts;
    block.last_commit = sample_commit();
  }
  block.evidence.push_back({make_frame({1, 2, 3}), make_frame({4, 5})});
  bind_content(block);
  return block;
}

// An envelope around the data of one message of the chain.
inline Envelope around(MessageKind kind, BytesView data) {
  return {{"sphyx", kind, NodeId{3}, 0}, data, {}, {}};
}

}  // namespace callo::fuzz
