#pragma once

#include <string_view>

#include "protocol/chain/block.hpp"
#include "protocol/chain/validator_set.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/shim/verifier.hpp"
#include "protocol/step/effects.hpp"

namespace callo {

enum class CommitFault : std::uint8_t {
  none,
  wrong_height,
  wrong_block,
  wrong_count,  // not one entry per validator
  bad_signature,
  too_little_power  // not more than 2/3 for the block
};

// What a commit has to prove.
struct CommitClaim {
  std::string_view chain_id;
  const ValidatorSet& validators;
  Height height{};
  BlockId block_id;
  VoteType type = VoteType::precommit;  // prevote: the certificate is a polka
};

// Checks every signature, also those for nil and those beyond 2/3: a commit with one bad signature
// is refused as a whole, so that all nodes agree on it. Signers are distinct because each entry
// stands for the validator at its position. Entries that equal those of `known`, a commit checked
// before, are not verified again; null when there is none.
CommitFault check_commit(const CommitClaim& claim, const Commit& commit, const Commit* known,
                         Verifier& verifier, Work& work);

}  // namespace callo
