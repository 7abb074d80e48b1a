#include "protocol/ledger/intake.hpp"

#include <algorithm>
#include <utility>

namespace callo {

namespace {

// Enough for the blocks during which a late copy of a transaction may still be on its way.
constexpr std::size_t kRememberedMax = 16'384;

}  // namespace

Intake::Intake(Ledger& ledger, PoolLimits mempool, PoolLimits waiting)
    : ledger_{ledger},
      mempool_{ledger, mempool},
      waiting_{waiting},
      committed_{kRememberedMax},
      spent_{kRememberedMax} {}

Refusal Intake::recall(NodeId submitter, const DecodedTransaction& transaction) const {
  if (committed_.find(transaction.id) != nullptr) {
    return Refusal::already_committed;
  }
  if (waiting_.contains(submitter, transaction)) {
    return Refusal::waits_for_coin;
  }
  const bool is_pending = mempool_.find(transaction.id) != nullptr;
  return is_pending && !mempool_.would_move(transaction, submitter) ? Refusal::already_pending
                                                                    : Refusal::none;
}

const Outpoint* Intake::missing_coin(const Transaction& transaction) const {
  const auto missing = std::find_if(
      transaction.inputs.begin(), transaction.inputs.end(),
      [this](const Outpoint& input) { return ledger_.state().coins().find(input) == nullptr; });
  return missing == transaction.inputs.end() ? nullptr : &*missing;
}

Refusal Intake::admit(const Submission& submission, Work& work) {
  const Refusal refusal = mempool_.add(submission, work);
  if (refusal != Refusal::unknown_coin) {
    return refusal;
  }
  const Transaction& transaction = submission.transaction->transaction;
  const bool is_spent =
      std::any_of(transaction.inputs.begin(), transaction.inputs.end(),
                  [this](const Outpoint& input) { return spent_.find(input) != nullptr; });
  const Outpoint* const missing = missing_coin(transaction);
  return is_spent || missing == nullptr ? refusal : waiting_.put(submission, missing->transaction);
}

void Intake::on_block_applied(std::span<const ExecutedTransaction> applied, Work& work) {
  for (const ExecutedTransaction& executed : applied) {
    committed_.remember(executed.transaction->id, true, 1);
    for (const Outpoint& input : executed.transaction->transaction.inputs) {
      spent_.remember(input, true, 1);
    }
  }
  mempool_.on_block_applied(applied);
  admit_again(waiting_.on_block_applied(applied), work);
}

void Intake::admit_again(std::vector<Submission> submissions, Work& work) {
  for (Submission& submission : submissions) {
    if (admit(submission, work) == Refusal::none) {
      admitted_.push_back(std::move(submission));
    }
  }
}

// Another state may know other coins, and spent others.
void Intake::recheck(Work& work) {
  committed_.clear();
  spent_.clear();
  mempool_.recheck(work);
  admit_again(waiting_.take_all(), work);
}

std::vector<Submission> Intake::take_admitted() {
  return std::exchange(admitted_, {});
}

}  // namespace callo
