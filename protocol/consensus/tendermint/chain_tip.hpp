#pragma once

#include "protocol/chain/block.hpp"
#include "protocol/chain/evidence_book.hpp"
#include "protocol/chain/validator_history.hpp"
#include "protocol/chain/validator_set.hpp"
#include "protocol/consensus/application.hpp"
#include "protocol/consensus/tendermint/config.hpp"
#include "protocol/consensus/tendermint/decoded_blocks.hpp"
#include "protocol/shim/verifier.hpp"

namespace callo {

// The last decided block: what the next one must follow. Height 0: none yet.
struct ChainTip {
  Height height = 0;
  BlockId block_id;
  CalendarTime time;
  Frame block;
  // The precommits seen, growing while late ones of its round arrive. The next block's LastCommit
  // when this node proposes it.
  Commit commit;
};

// All that decides which blocks may come next, the application's state aside. The same on every
// node that has decided as far.
struct ChainView {
  const TendermintConfig& config;
  const ChainTip& tip;
  const ValidatorSet& validators;       // of the height to come
  const ValidatorSet& next_validators;  // of the one after it
  const ValidatorHistory& history;      // up to the tip
  const EvidenceBook& evidence;
};

// A new block on top of the tip (getValue of line 18).
Block make_block(const ChainView& chain, Application& application, CalendarTime now);

// Of a block that +2/3 decided a node that started from a snapshot takes the evidence on trust that
// is older than its start: it cannot judge that, and they did.
enum class BlockStanding : std::uint8_t { proposed, decided };

// valid(v) of the paper: may this block follow the tip? The same answer on every correct node; no
// clock is asked.
bool is_valid_block(const ChainView& chain, const DecodedBlock& block, BlockStanding standing,
                    Application& application, Verifier& verifier, Work& work);

// The earliest time that the next block may carry: a millisecond after the last block, and not
// before the median of its LastCommit, so that a proposer cannot turn the clock back behind what
// honest validators have signed already. By the rule `median` it is the block's time.
CalendarTime earliest_block_time(const ChainView& chain, const std::optional<Commit>& last_commit);

// What a block's evidence proves, in order. Every one decodes and holds a contradiction:
// is_valid_block has said so.
std::vector<Offence> offences_of(const Block& block);

}  // namespace callo
