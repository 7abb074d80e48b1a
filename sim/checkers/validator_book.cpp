#include "sim/checkers/validator_book.hpp"

#include <algorithm>

#include "protocol/wire/envelope.hpp"
#include "sim/checkers/own_bytes.hpp"

namespace callo::sim {

namespace {

constexpr Height kHeightsUntilInForce = 2;
constexpr std::size_t kRememberedSets = 256;

std::vector<CheckedValidator> listed(const std::map<NodeId, CheckedValidator>& validators) {
  std::vector<CheckedValidator> list;
  for (const auto& [node, validator] : validators) {
    list.push_back(validator);
  }
  return list;
}

}  // namespace

ValidatorBook::ValidatorBook(const CheckContext& context) : context_{context} {
  for (const CheckedValidator& validator : context.validators) {
    if (validator.power > 0) {
      latest_.emplace(validator.node, validator);
    }
  }
  by_first_height_[1] = listed(latest_);
}

void ValidatorBook::on_block(const ChainBlock& block) {
  for (const TransactionPtr& decoded : block.transactions) {
    if (decoded != nullptr && decoded->transaction.kind == TransactionKind::validator_update) {
      apply(*decoded);
    }
  }
  if (context_.removes_traitors) {
    for (const DuplicateEvidence& evidence : block.evidence) {
      if (const std::optional<Envelope> said = open_envelope(evidence.first.bytes())) {
        remove(said->header.sender);
      }
    }
  }
  by_first_height_[block.height + kHeightsUntilInForce] = listed(latest_);
  if (by_first_height_.size() > kRememberedSets) {
    by_first_height_.erase(by_first_height_.begin());
  }
}

// An update that its registrar did not sign, or that comes twice, must change nothing; then
// certificates will not match the sets here.
void ValidatorBook::apply(const DecodedTransaction& update) {
  const Transaction& transaction = update.transaction;
  const Bytes covered = transaction_bytes(context_.chain_id, update.body());
  const bool is_signed =
      context_.genesis.registrar.has_value() && transaction.signatures.size() == 1 &&
      context_.verifier->verify(*context_.genesis.registrar, covered, transaction.signatures[0]);
  if (!is_signed || transaction.update_sequence != next_sequence_) {
    return;
  }
  ++next_sequence_;
  for (const ValidatorChange& change : transaction.changes) {
    if (change.power > 0) {
      give({change.node, change.key, change.power});
    }
  }
  for (const ValidatorChange& change : transaction.changes) {
    if (change.power == 0) {
      remove(change.node);
    }
  }
}

void ValidatorBook::give(const CheckedValidator& validator) {
  latest_.insert_or_assign(validator.node, validator);
}

// Nobody may take the last one away.
void ValidatorBook::remove(NodeId node) {
  if (latest_.size() > 1) {
    latest_.erase(node);
  }
}

const std::vector<CheckedValidator>& ValidatorBook::at(Height height) const {
  const auto after = by_first_height_.upper_bound(height);
  return after == by_first_height_.begin() ? after->second : std::prev(after)->second;
}

std::int64_t power_of(const std::vector<CheckedValidator>& validators) {
  std::int64_t power = 0;
  for (const CheckedValidator& validator : validators) {
    power += validator.power;
  }
  return power;
}

}  // namespace callo::sim
