#include "sim/checkers/certificates_valid.hpp"

#include "protocol/base/frame.hpp"
#include "sim/checkers/own_bytes.hpp"

namespace callo::sim {

namespace {

// How many heights below the highest are remembered; a straggler's older commits are checked anew.
constexpr Height kCertifiedHeights = 64;

template <typename Value>
void forget_old(std::map<Height, Value>& by_height) {
  while (by_height.size() > kCertifiedHeights) {
    by_height.erase(by_height.begin());
  }
}

}  // namespace

CertificatesValid::CertificatesValid(const CheckContext& context)
    : Checker{kClaim, kCommits | kBlocks, context}, validators_{context} {}

void CertificatesValid::on_commit(const Moment& moment, const CommitEffect& effect) {
  const std::pair key{effect.block.id(), effect.certificate.id()};
  if (!looked_at_[effect.height].insert(key).second) {
    return;
  }
  forget_old(looked_at_);
  const std::optional<Block>& block = context().blocks->decoded(effect.block);
  if (!block.has_value()) {
    violated(moment, "height " + std::to_string(effect.height) + ": the block does not decode");
    return;
  }
  check_certificate(moment, effect, own_block_id(block->header, effect.block.bytes()));
  if (block->last_commit.has_value()) {
    const std::string fault = fault_of(*block->last_commit);
    if (!fault.empty()) {
      violated(moment, "LastCommit of height " + std::to_string(effect.height) + ": " + fault);
    }
  }
}

void CertificatesValid::check_certificate(const Moment& moment, const CommitEffect& effect,
                                          const BlockId& block) {
  const std::optional<Commit> commit = decode_commit(effect.certificate.bytes());
  std::string fault;
  if (!commit.has_value()) {
    fault = "does not decode";
  } else if (commit->height != effect.height || commit->round != effect.round) {
    fault = "is of another height or round";
  } else if (commit->block_id != block || effect.block_hash != block.hash) {
    fault = "is for another block";
  } else {
    fault = fault_of(*commit);
  }
  if (!fault.empty()) {
    violated(moment, "certificate of height " + std::to_string(effect.height) + ": " + fault);
  }
}

std::string CertificatesValid::fault_of(const Commit& commit) {
  const std::vector<CheckedValidator>& validators = validators_.at(commit.height);
  if (commit.signatures.size() != validators.size()) {
    return "has " + std::to_string(commit.signatures.size()) + " entries";
  }
  std::int64_t power = 0;
  for (std::size_t index = 0; index < commit.signatures.size(); ++index) {
    const CommitFlag flag = commit.signatures[index].flag;
    if (flag == CommitFlag::absent) {
      continue;
    }
    const CheckedValidator& validator = validators[index];
    if (!is_signature_valid(commit, index, validator)) {
      return "wrong signature of node " + std::to_string(validator.node.value);
    }
    power += flag == CommitFlag::for_block ? validator.power : 0;
  }
  // power > 2/3 total, without a product that could overflow.
  const std::int64_t total = power_of(validators);
  const std::int64_t missing = total - power;
  return missing < power - missing
             ? std::string{}
             : "only " + std::to_string(power) + " of " + std::to_string(total) + " power";
}

bool CertificatesValid::is_signature_valid(const Commit& commit, std::size_t index,
                                           const CheckedValidator& validator) {
  const CommitSignature& entry = commit.signatures[index];
  const BlockId block = entry.flag == CommitFlag::for_block ? commit.block_id : BlockId{};
  const Signed precommit{validator.key, commit.round, block, entry.time, entry.signature};
  std::set<Signed>& valid = valid_signatures_[commit.height];
  if (valid.contains(precommit)) {
    return true;
  }
  const Bytes covered = vote_bytes(context().chain_id, VoteType::precommit, validator.node,
                                   commit.height, commit.round, block, entry.time);
  if (!context().verifier->verify(validator.key, covered, entry.signature)) {
    return false;
  }
  valid.insert(precommit);
  forget_old(valid_signatures_);
  return true;
}

}  // namespace callo::sim
