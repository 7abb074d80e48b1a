#pragma once

#include <string>
#include <vector>

#include "protocol/consensus/application.hpp"
#include "protocol/ledger/intake.hpp"
#include "protocol/ledger/ledger.hpp"

namespace callo {

// Binds consensus to the ledger: consensus knows no coin, the ledger knows no block.
class Executor final : public Application {
 public:
  // `verifier` and `memo` outlive the executor; `memo` may be null.
  Executor(LedgerState genesis, Verifier& verifier, LedgerMemo* memo,
           PoolLimits mempool = kMempoolLimits);

  // Null for what is no transaction.
  TransactionPtr decode(BytesView transaction, Work& work) const;

  // Where transactions come in before they are in a block.
  Intake& intake() { return intake_; }

  std::vector<Bytes> propose(Height height, std::size_t bytes_max) override;
  bool may_follow(const Block& block, Work& work) override;
  Applied apply(const Block& block, Work& work) override;

  // Goes to another state: that of a snapshot.
  void restore(LedgerState state, Work& work);

  Hash state_hash() const override { return ledger_.state_hash(); }

  const Ledger& ledger() const { return ledger_; }

  const Intake& intake() const { return intake_; }

  const Mempool& mempool() const { return intake_.mempool(); }

 private:
  Ledger ledger_;
  Intake intake_;
};

}  // namespace callo
