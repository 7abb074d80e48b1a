#pragma once

#include "protocol/chain/block.hpp"
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

// A new block on top of the tip (getValue of line 18).
Block make_block(const TendermintConfig& config, const ValidatorSet& validators,
                 const ChainTip& tip, Application& application, CalendarTime now);

// valid(v) of the paper: may this block follow the tip? The same answer on every correct node; no
// clock is asked.
bool is_valid_block(const TendermintConfig& config, const ValidatorSet& validators,
                    const ChainTip& tip, const DecodedBlock& block, Application& application,
                    Verifier& verifier, Work& work);

}  // namespace callo
