#include "sim/checkers/accountability.hpp"

#include "protocol/chain/justification.hpp"
#include "sim/checkers/blame.hpp"
#include "sim/checkers/own_bytes.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kRememberedHeights = 1'024;

}  // namespace

void Accountability::on_commit(const Moment& moment, const CommitEffect& commit) {
  std::map<Hash, Frame>& known = certificates_[commit.height];
  if (!known.try_emplace(commit.block_hash, commit.certificate).second) {
    return;
  }
  for (const auto& [block, certificate] : known) {
    if (block != commit.block_hash) {
      compare(moment, certificate, commit.certificate);
    }
  }
  if (certificates_.size() > kRememberedHeights) {
    certificates_.erase(certificates_.begin());
  }
}

// A vote leaves after the record that justifies it, so by the time of the second certificate all
// that honest voters for its block could hand over has been seen here.
void Accountability::on_record(const Moment& moment, const Record& record) {
  if (record.kind != RecordKind::justification) {
    return;
  }
  const std::optional<Justification> justification = decode_justification(record.payload.bytes());
  if (!justification.has_value()) {
    violated(moment, "a justification does not decode");
    return;
  }
  for (const Commit& polka : justification->polkas) {
    if (is_polka(polka)) {
      polkas_[polka.height].push_back(polka);
    } else {
      violated(moment,
               "a justification of height " + std::to_string(polka.height) + " justifies nothing");
    }
  }
  if (polkas_.size() > kRememberedHeights) {
    polkas_.erase(polkas_.begin());
  }
}

// More than two thirds of the power, each with a valid prevote for the block.
bool Accountability::is_polka(const Commit& polka) const {
  const std::vector<CheckedValidator>& validators = validators_.at(polka.height);
  if (polka.signatures.size() != validators.size()) {
    return false;
  }
  std::int64_t power = 0;
  for (std::size_t index = 0; index < validators.size(); ++index) {
    const CommitSignature& entry = polka.signatures[index];
    if (entry.flag != CommitFlag::for_block) {
      continue;
    }
    const Bytes covered = vote_bytes(context().chain_id, VoteType::prevote, validators[index].node,
                                     polka.height, polka.round, polka.block_id, entry.time);
    if (!context().verifier->verify(validators[index].key, covered, entry.signature)) {
      return false;
    }
    power += validators[index].power;
  }
  const std::int64_t missing = power_of(validators) - power;
  return missing < power - missing;
}

// Beyond two thirds a quorum may consist of liars alone.
bool Accountability::is_claimed(const std::vector<CheckedValidator>& validators) const {
  std::int64_t lying = 0;
  for (const CheckedValidator& validator : validators) {
    lying += context().is_honest(validator.node) ? 0 : validator.power;
  }
  const std::int64_t honest = power_of(validators) - lying;
  return honest >= lying - honest;
}

void Accountability::compare(const Moment& moment, const Frame& first, const Frame& second) {
  const std::optional<Commit> one = decode_commit(first.bytes());
  const std::optional<Commit> other = decode_commit(second.bytes());
  if (!one.has_value() || !other.has_value()) {
    return;  // the business of the claim `certificates_valid`
  }
  const std::vector<CheckedValidator>& validators = validators_.at(one->height);
  const Blame found = blame(*one, *other, polkas_[one->height], validators);
  const bool is_enough = found.power > power_of(validators) / 3;
  ++(is_enough ? attributed_ : unattributed_);
  if (!is_enough && is_claimed(validators)) {
    violated(moment, "height " + std::to_string(one->height) + ": the certificates of rounds " +
                         std::to_string(one->round) + " and " + std::to_string(other->round) +
                         " name no third of the power");
  }
  for (const NodeId culprit : found.culprits) {
    culprits_.insert(culprit);
    if (context().is_honest(culprit)) {
      violated(moment, "honest node " + std::to_string(culprit.value) + " is named at height " +
                           std::to_string(one->height));
    }
  }
}

}  // namespace callo::sim
