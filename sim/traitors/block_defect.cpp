#include "sim/traitors/block_defect.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

#include "protocol/chain/vote.hpp"
#include "protocol/wire/limits.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kOversizedBytes = 2 * 1024 * 1024;

void flip(Hash& hash) {
  hash.bytes[0] ^= 1;
}

bool double_spend(Block& block) {
  if (block.transactions.empty()) {
    return false;
  }
  block.transactions.push_back(block.transactions.front());
  return true;
}

void oversize(Block& block) {
  for (std::size_t bytes = 0; bytes < kOversizedBytes; bytes += kTransactionBytesMax) {
    block.transactions.emplace_back(kTransactionBytesMax, std::uint8_t{1});
  }
}

void forge_evidence(Block& block) {
  const Header header =
      vote_header(block.header.chain_id, VoteType::prevote, block.header.proposer);
  Vote vote{VoteType::prevote, block.header.height,  0, {},
            block.header.time, block.header.proposer};
  const Frame first = wrap(header, encode_data(vote), Signature{});
  vote.block_id.hash = block.header.state_hash;
  block.evidence.push_back({first, wrap(header, encode_data(vote), Signature{})});
  block.header.evidence_root = evidence_root(block.evidence);
}

bool spoil_content(Block& block, BlockDefect defect) {
  if (defect == BlockDefect::double_spend && !double_spend(block)) {
    return false;
  }
  if (defect == BlockDefect::oversized) {
    oversize(block);
  } else if (defect == BlockDefect::junk_transaction) {
    block.transactions.emplace_back(100, std::uint8_t{0xff});
  } else if (defect == BlockDefect::forged_evidence) {
    forge_evidence(block);
  }
  block.header.transactions_root = transactions_root(block.transactions);
  return true;
}

bool spoil_header(BlockHeader& header, BlockDefect defect) {
  switch (defect) {
    case BlockDefect::wrong_height:
      ++header.height;
      return true;
    case BlockDefect::wrong_chain:
      header.chain_id = "elsewhere";
      return true;
    case BlockDefect::wrong_parent:
      flip(header.last_block_hash);
      return true;
    case BlockDefect::wrong_parent_parts:
      ++header.last_block_parts.total;
      return true;
    case BlockDefect::wrong_state:
      flip(header.state_hash);
      return true;
    case BlockDefect::wrong_validators:
      flip(header.validators_hash);
      return true;
    case BlockDefect::wrong_next_validators:
      flip(header.next_validators_hash);
      return true;
    case BlockDefect::wrong_evidence_root:
      flip(header.evidence_root);
      return true;
    case BlockDefect::wrong_transactions_root:
      flip(header.transactions_root);
      return true;
    case BlockDefect::wrong_commit_hash:
      flip(header.last_commit_hash);
      return true;
    case BlockDefect::strange_proposer:
      header.proposer.value = std::numeric_limits<std::uint32_t>::max();
      return true;
    case BlockDefect::past_time:
      header.time -= std::chrono::hours{1};
      return true;
    case BlockDefect::future_time:
      header.time += std::chrono::hours{1};
      return true;
    default:
      return false;
  }
}

// Every entry behind the first +2/3 for the block is for it as well, with a signature of nobody's:
// whoever stops verifying at +2/3 believes it.
bool spoil_behind_quorum(Commit& commit, Random& random) {
  std::size_t genuine = 0;
  bool has_spoilt = false;
  for (CommitSignature& entry : commit.signatures) {
    if (3 * genuine <= 2 * commit.signatures.size()) {
      genuine += entry.flag == CommitFlag::for_block ? 1 : 0;
      continue;
    }
    entry.flag = CommitFlag::for_block;
    for (std::uint8_t& byte : entry.signature.bytes) {
      byte = static_cast<std::uint8_t>(random.next());
    }
    has_spoilt = true;
  }
  return has_spoilt;
}

void keep_two_thirds(Commit& commit) {
  std::size_t kept = 0;
  for (CommitSignature& entry : commit.signatures) {
    const bool counts = entry.flag == CommitFlag::for_block;
    kept += counts ? 1 : 0;
    if (counts && 3 * kept > 2 * commit.signatures.size()) {
      entry = {};
    }
  }
}

// An entry for the block stands in the place of the validator after its signer.
bool duplicate_signer(Commit& commit) {
  for (std::size_t index = 0; index + 1 < commit.signatures.size(); ++index) {
    if (commit.signatures[index].flag == CommitFlag::for_block) {
      commit.signatures[index + 1] = commit.signatures[index];
      return true;
    }
  }
  return false;
}

bool count_nil(Commit& commit) {
  bool has_nil = false;
  for (CommitSignature& entry : commit.signatures) {
    if (entry.flag == CommitFlag::for_nil) {
      entry.flag = CommitFlag::for_block;
      has_nil = true;
    }
  }
  return has_nil;
}

bool change_time(Commit& commit) {
  for (CommitSignature& entry : commit.signatures) {
    if (entry.flag != CommitFlag::absent) {
      entry.time += std::chrono::nanoseconds{1};
      return true;
    }
  }
  return false;
}

bool spoil_commit(Commit& commit, CommitDefect defect, Random& random) {
  switch (defect) {
    case CommitDefect::absent:
      return true;
    case CommitDefect::other_block:
      flip(commit.block_id.hash);
      return true;
    case CommitDefect::other_height:
      --commit.height;
      return true;
    case CommitDefect::other_round:
      ++commit.round;
      return true;
    case CommitDefect::too_few:
      keep_two_thirds(commit);
      return true;
    case CommitDefect::duplicate_signer:
      return duplicate_signer(commit);
    case CommitDefect::garbage_tail:
      return spoil_behind_quorum(commit, random);
    case CommitDefect::nil_counted:
      return count_nil(commit);
    case CommitDefect::changed_time:
      return change_time(commit);
    case CommitDefect::one_too_many:
      commit.signatures.push_back(commit.signatures.front());
      return true;
    case CommitDefect::empty_too_many:
      commit.signatures.emplace_back();
      return true;
    case CommitDefect::one_missing:
      commit.signatures.pop_back();
      return true;
  }
  return false;
}

}  // namespace

bool spoil(Block& block, BlockDefect defect) {
  return defect >= BlockDefect::oversized ? spoil_content(block, defect)
                                          : spoil_header(block.header, defect);
}

bool spoil_last_commit(Block& block, CommitDefect defect, Random& random) {
  if (!block.last_commit.has_value() || block.last_commit->signatures.empty() ||
      !spoil_commit(*block.last_commit, defect, random)) {
    return false;
  }
  if (defect == CommitDefect::absent) {
    block.last_commit.reset();
  }
  block.header.last_commit_hash = commit_hash(block.last_commit);
  return true;
}

}  // namespace callo::sim
