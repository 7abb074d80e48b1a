#include "protocol/chain/commit_check.hpp"

namespace callo {

namespace {

bool signature_holds(const CommitClaim& claim, const Commit& commit, std::size_t index,
                     Verifier& verifier, Work& work) {
  const CommitSignature& entry = commit.signatures[index];
  const Validator& validator = claim.validators.at(index);
  Vote vote{claim.type, commit.height, commit.round, {}, entry.time, validator.node};
  if (entry.flag == CommitFlag::for_block) {
    vote.block_id = commit.block_id;
  }
  ++work.verifications;
  return verifier.verify(validator.key, vote_sign_bytes(claim.chain_id, vote), entry.signature);
}

bool covers_the_same(const Commit* known, const Commit& commit) {
  return known != nullptr && known->height == commit.height && known->round == commit.round &&
         known->block_id == commit.block_id && known->signatures.size() == commit.signatures.size();
}

}  // namespace

CommitFault check_commit(const CommitClaim& claim, const Commit& commit, const Commit* known,
                         Verifier& verifier, Work& work) {
  if (commit.height != claim.height) {
    return CommitFault::wrong_height;
  }
  if (commit.block_id != claim.block_id || commit.block_id.is_nil()) {
    return CommitFault::wrong_block;
  }
  if (commit.signatures.size() != claim.validators.size()) {
    return CommitFault::wrong_count;
  }
  std::int64_t power = 0;
  for (std::size_t index = 0; index < commit.signatures.size(); ++index) {
    if (commit.signatures[index].flag == CommitFlag::for_block) {
      power += claim.validators.at(index).power;
    }
  }
  if (power < claim.validators.quorum_power()) {
    return CommitFault::too_little_power;
  }
  const bool some_known = covers_the_same(known, commit);
  for (std::size_t index = 0; index < commit.signatures.size(); ++index) {
    const CommitSignature& entry = commit.signatures[index];
    const bool settled =
        entry.flag == CommitFlag::absent || (some_known && known->signatures[index] == entry);
    if (!settled && !signature_holds(claim, commit, index, verifier, work)) {
      return CommitFault::bad_signature;
    }
  }
  return CommitFault::none;
}

}  // namespace callo
