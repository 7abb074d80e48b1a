#pragma once

#include <span>
#include <vector>

#include "protocol/ledger/mempool.hpp"
#include "protocol/ledger/waiting_transactions.hpp"

namespace callo {

// What becomes of a transaction that a member hands in: pending when it may go into the next block,
// waiting while a coin that it spends is not known here yet, refused otherwise. Remembers what
// blocks contained of late, so that a copy which comes late is known by its id alone.
class Intake {
 public:
  // `ledger` outlives the intake.
  explicit Intake(Ledger& ledger, PoolLimits mempool = kMempoolLimits,
                  PoolLimits waiting = kWaitingLimits);

  // Why it need not be looked at, before anybody's signature is checked; none when it must be. A
  // copy that would move to a lighter lane must: only its real submitter may move it there.
  Refusal recall(NodeId submitter, const DecodedTransaction& transaction) const;

  Refusal admit(const Submission& submission, Work& work);

  void on_block_applied(std::span<const ExecutedTransaction> applied, Work& work);

  // After Ledger::restore.
  void recheck(Work& work);

  // What waited and became pending since this was asked last, in the order in which it came.
  std::vector<Submission> take_admitted();

  Mempool& mempool() { return mempool_; }

  const Mempool& mempool() const { return mempool_; }

  const WaitingTransactions& waiting() const { return waiting_; }

 private:
  void admit_again(std::vector<Submission> submissions, Work& work);
  // Null when all are there.
  const Outpoint* missing_coin(const Transaction& transaction) const;

  Ledger& ledger_;
  Mempool mempool_;
  WaitingTransactions waiting_;
  std::vector<Submission> admitted_;
  BoundedMemory<Hash, bool> committed_;  // ids
  BoundedMemory<Outpoint, bool> spent_;
};

}  // namespace callo
