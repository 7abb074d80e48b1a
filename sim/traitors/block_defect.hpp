#pragma once

#include <cstdint>

#include "protocol/chain/block.hpp"
#include "protocol/shim/random.hpp"

namespace callo::sim {

// What can be wrong with a block, one thing at a time.
enum class BlockDefect : std::uint8_t {
  wrong_height,
  wrong_chain,
  wrong_parent,
  wrong_parent_parts,
  wrong_state,
  wrong_validators,
  wrong_next_validators,
  wrong_transactions_root,
  wrong_evidence_root,
  wrong_commit_hash,
  strange_proposer,  // no validator at all
  past_time,         // not after the block before
  future_time,       // an hour ahead of the proposer's calendar
  oversized,         // longer than any scenario's blocks
  junk_transaction,  // bytes that are no transaction
  double_spend,      // one transaction twice
  forged_evidence,   // a double vote of the proposer that nobody signed
};
inline constexpr std::uint8_t kBlockDefects = 17;

// False when the block has nothing that could be spoilt in this way: it is unchanged then.
bool spoil(Block& block, BlockDefect defect);

// What can be wrong with a LastCommit whose hash the header carries truly.
enum class CommitDefect : std::uint8_t {
  absent,
  other_block,
  other_height,
  other_round,
  too_few,           // exactly two thirds of the entries
  duplicate_signer,  // one validator's entry in the place of another's
  garbage_tail,      // all behind the first +2/3 signed by nobody
  nil_counted,       // votes for nil, told as votes for the block
  changed_time,      // one vote at another time than was signed
  one_too_many,      // an entry for no validator
  empty_too_many,    // the same, absent: there is nothing to verify in it
  one_missing,       // no entry for the last validator
};
inline constexpr std::uint8_t kCommitDefects = 12;

bool spoil_last_commit(Block& block, CommitDefect defect, Random& random);

}  // namespace callo::sim
