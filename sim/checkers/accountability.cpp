#include "sim/checkers/accountability.hpp"

#include <algorithm>

#include "protocol/chain/justification.hpp"
#include "sim/checkers/blame.hpp"
#include "sim/checkers/own_bytes.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kBlamedHeights = 1'024;
// Nodes repeat their question at least every eight seconds; two rounds of it, and the way.
constexpr Duration kTimeToAnswer = std::chrono::seconds{12};

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
  if (certificates_.size() > kBlamedHeights) {
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
    if (is_certificate(polka, VoteType::prevote)) {
      polkas_[polka.height].push_back(polka);
    } else {
      violated(moment,
               "a justification of height " + std::to_string(polka.height) + " justifies nothing");
    }
  }
  if (polkas_.size() > kBlamedHeights) {
    polkas_.erase(polkas_.begin());
  }
}

// More than two thirds of the power, each with a valid vote for the block.
bool Accountability::is_certificate(const Commit& certificate, VoteType type) const {
  const std::vector<CheckedValidator>& validators = validators_.at(certificate.height);
  if (certificate.signatures.size() != validators.size()) {
    return false;
  }
  std::int64_t power = 0;
  for (std::size_t index = 0; index < validators.size(); ++index) {
    const CommitSignature& entry = certificate.signatures[index];
    if (entry.flag != CommitFlag::for_block) {
      continue;
    }
    const Bytes covered =
        vote_bytes(context().chain_id, type, validators[index].node, certificate.height,
                   certificate.round, certificate.block_id, entry.time);
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

void Accountability::on_blame(const Moment& moment, const BlameEffect& blame) {
  for (const NodeId culprit : blame.culprits) {
    if (context().is_honest(culprit)) {
      violated(moment, "honest node " + std::to_string(culprit.value) + " is blamed for height " +
                           std::to_string(blame.height));
    }
  }
  if (!proven_.contains(blame.proof.id())) {
    if (is_proven(blame)) {
      proven_.insert(blame.proof.id());
    } else {
      violated(moment,
               "the proof of who broke height " + std::to_string(blame.height) + " does not hold");
    }
  }
  words_.try_emplace({moment.endpoint, blame.height}, Word{moment, {}}).first->second.last = blame;
}

// By the certificates and answers in the proof alone.
bool Accountability::is_proven(const BlameEffect& blame) const {
  const std::optional<ForkProof> proof = decode_fork_proof(blame.proof.bytes());
  if (!proof.has_value() || proof->fork.height() != blame.height ||
      !is_certificate(proof->fork.first, VoteType::precommit) ||
      !is_certificate(proof->fork.second, VoteType::precommit)) {
    return false;
  }
  for (const Commit& polka : proof->polkas) {
    if (!is_certificate(polka, VoteType::prevote)) {
      return false;
    }
  }
  const std::vector<CheckedValidator>& validators = validators_.at(blame.height);
  const Blame found = sim::blame(proof->fork.first, proof->fork.second, proof->polkas, validators);
  // Two votes of one round need no answer.
  const bool needs_answers = std::none_of(proof->polkas.begin(), proof->polkas.end(),
                                          [&](const Commit& polka) {
                                            return polka.block_id == proof->fork.second.block_id &&
                                                   polka.round == proof->fork.first.round;
                                          }) &&
                             !proof->fork.is_of_one_round();
  return std::all_of(blame.culprits.begin(), blame.culprits.end(), [&](NodeId culprit) {
    const bool is_found =
        std::find(found.culprits.begin(), found.culprits.end(), culprit) != found.culprits.end();
    return is_found && (!needs_answers || has_answered(culprit, *proof));
  });
}

// Signed by it, to this very question, and with nothing that allows its votes. An answer with a
// polka is no excuse either when the proof holds an earlier one.
bool Accountability::has_answered(NodeId culprit, const ForkProof& proof) const {
  for (const Frame& frame : proof.answers) {
    const std::optional<Envelope> envelope = open_envelope(frame.bytes());
    const CheckedValidator* const validator = context().validator(culprit);
    if (!envelope.has_value() || envelope->header.sender != culprit || validator == nullptr ||
        !context().verifier->verify(validator->key, envelope->signed_bytes, envelope->signature)) {
      continue;
    }
    const auto answer = decode_justification_answer(envelope->data);
    return answer.has_value() && answer->height == proof.fork.height() &&
           answer->from_round == proof.fork.first.round &&
           answer->block_id == proof.fork.second.block_id;
  }
  return false;
}

// Claimed where faults end, of the nodes that are then well connected.
void Accountability::on_end(Duration time) {
  if (!context().liveness.has_value()) {
    return;
  }
  const LivenessPlan& plan = *context().liveness;
  for (const auto& [place, word] : words_) {
    const bool is_core =
        std::find(plan.core.begin(), plan.core.end(), place.first) != plan.core.end();
    if (is_core && std::max(word.first.time, plan.healed_at) + kTimeToAnswer <= time) {
      judge_last_word(word.first, word.last);
    }
  }
}

void Accountability::judge_last_word(const Moment& moment, const BlameEffect& blame) {
  const std::vector<CheckedValidator>& validators = validators_.at(blame.height);
  std::set<NodeId> named{blame.culprits.begin(), blame.culprits.end()};
  named.insert(blame.suspects.begin(), blame.suspects.end());
  std::int64_t power = 0;
  for (const CheckedValidator& validator : validators) {
    power += named.contains(validator.node) ? validator.power : 0;
  }
  for (const NodeId suspect : blame.suspects) {
    if (context().is_honest(suspect)) {
      violated(moment, "honest node " + std::to_string(suspect.value) +
                           " was not heard about height " + std::to_string(blame.height));
    }
  }
  if (power <= power_of(validators) / 3 && is_claimed(validators)) {
    violated(moment, "asking about height " + std::to_string(blame.height) +
                         " named no third of the power");
  }
}

}  // namespace callo::sim
