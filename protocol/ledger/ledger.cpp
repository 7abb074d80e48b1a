#include "protocol/ledger/ledger.hpp"

#include <utility>

#include "protocol/ledger/rules.hpp"

namespace callo {

namespace {

// Execution stops at the transaction that is refused.
BlockResult result_of(const Execution& execution) {
  if (execution.refusal == Refusal::none) {
    return {};
  }
  return {execution.refusal, static_cast<std::uint32_t>(execution.transactions.size() - 1)};
}

}  // namespace

Ledger::Ledger(LedgerState state, Verifier& verifier, LedgerMemo* memo, LedgerLimits limits)
    : state_{std::move(state)},
      state_hash_{state_.state_hash()},
      verifier_{verifier},
      memo_{memo},
      verified_{limits.verified_max},
      candidates_{limits.candidates_max} {}

bool Ledger::is_verified(const DecodedTransaction& decoded) const {
  return verified_.find(decoded.content) != nullptr;
}

Refusal Ledger::check(const DecodedTransaction& decoded, Work& work) {
  const Refusal refusal = state_.check(decoded.transaction);
  if (refusal != Refusal::none || is_verified(decoded)) {
    return refusal;
  }
  const SignatureCheck signatures =
      check_signatures(decoded, state_.chain_id(), state_.signers(decoded.transaction), verifier_);
  work.verifications += signatures.verifications;
  if (signatures.refusal == Refusal::none) {
    verified_.remember(decoded.content, true, 1);
  }
  return signatures.refusal;
}

BlockResult Ledger::check_block(std::span<const Bytes> transactions, const Hash& transactions_root,
                                Work& work) {
  return result_of(*execution_of(transactions, transactions_root, work));
}

BlockResult Ledger::apply_block(std::span<const Bytes> transactions, const Hash& transactions_root,
                                Work& work) {
  ExecutionPtr execution = execution_of(transactions, transactions_root, work);
  if (execution->after.has_value()) {
    candidates_.clear();
    state_ = *execution->after;
    state_hash_ = execution->state_hash;
    last_applied_ = execution;
  }
  return result_of(*execution);
}

std::span<const ExecutedTransaction> Ledger::last_applied() const {
  if (last_applied_ == nullptr) {
    return {};
  }
  return last_applied_->transactions;
}

void Ledger::restore(LedgerState state) {
  state_ = std::move(state);
  state_hash_ = state_.state_hash();
  candidates_.clear();
  last_applied_ = nullptr;
}

ExecutionPtr Ledger::execution_of(std::span<const Bytes> transactions,
                                  const Hash& transactions_root, Work& work) {
  if (const ExecutionPtr* candidate = candidates_.find(transactions_root)) {
    return *candidate;
  }
  ExecutionPtr execution = execute_through_memo(transactions, transactions_root);
  account(*execution, work);
  candidates_.remember(transactions_root, execution, 1);
  return execution;
}

ExecutionPtr Ledger::execute_through_memo(std::span<const Bytes> transactions,
                                          const Hash& transactions_root) {
  const LedgerMemo::BlockKey key{state_hash_, transactions_root};
  const ExecutionPtr* known = memo_ == nullptr ? nullptr : memo_->find(key);
  if (known != nullptr) {
    return *known;
  }
  const AlreadyVerified already_verified = [this](const DecodedTransaction& decoded) {
    return is_verified(decoded);
  };
  auto execution = std::make_shared<const Execution>(
      execute(state_, transactions, verifier_, already_verified, memo_));
  if (memo_ != nullptr) {
    memo_->remember(key, execution);
  }
  return execution;
}

void Ledger::account(const Execution& execution, Work& work) {
  work.hashed_bytes += execution.hashed_bytes;
  const bool is_refused = execution.refusal != Refusal::none;
  for (std::size_t index = 0; index < execution.transactions.size(); ++index) {
    const ExecutedTransaction& executed = execution.transactions[index];
    work.hashed_bytes += executed.bytes;
    if (executed.transaction == nullptr) {
      continue;
    }
    work.hashed_bytes += executed.transaction->body_size;
    if (is_verified(*executed.transaction)) {
      continue;
    }
    work.verifications += executed.verifications;
    if (!is_refused || index + 1 < execution.transactions.size()) {
      verified_.remember(executed.transaction->content, true, 1);
    }
  }
}

}  // namespace callo
