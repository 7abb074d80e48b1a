#include "sim/checkers/accountability.hpp"

#include "sim/checkers/blame.hpp"

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

void Accountability::compare(const Moment& moment, const Frame& first, const Frame& second) {
  const std::optional<Commit> first_commit = decode_commit(first.bytes());
  const std::optional<Commit> second_commit = decode_commit(second.bytes());
  if (!first_commit.has_value() || !second_commit.has_value()) {
    return;  // the business of the claim `certificates_valid`
  }
  const Blame found = blame(*first_commit, *second_commit, context());
  if (!found.is_attributed) {
    ++unattributed_;
    return;
  }
  ++attributed_;
  std::int64_t total = 0;
  for (const CheckedValidator& validator : context().validators) {
    total += validator.power;
  }
  if (found.power <= total / 3) {
    violated(moment, "height " + std::to_string(first_commit->height) +
                         ": two certificates of round " + std::to_string(first_commit->round) +
                         " share no third of the power");
  }
  for (const NodeId culprit : found.culprits) {
    culprits_.insert(culprit);
    if (context().is_honest(culprit)) {
      violated(moment, "honest node " + std::to_string(culprit.value) + " signed twice at height " +
                           std::to_string(first_commit->height));
    }
  }
}

}  // namespace callo::sim
