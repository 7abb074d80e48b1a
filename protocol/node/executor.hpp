#pragma once

#include <string>
#include <vector>

#include "protocol/consensus/application.hpp"
#include "protocol/ledger/ledger.hpp"
#include "protocol/ledger/mempool.hpp"

namespace callo {

// Binds consensus to the ledger: consensus knows no coin, the ledger knows no block.
class Executor final : public Application {
 public:
  // `verifier` and `memo` outlive the executor; `memo` may be null.
  Executor(LedgerState genesis, Verifier& verifier, LedgerMemo* memo, MempoolLimits limits);

  // A transaction for the mempool, from a member that signed for having submitted it.
  Refusal admit(NodeId submitter, BytesView transaction, Work& work);

  std::vector<Bytes> propose(Height height, std::size_t bytes_max) override;
  bool may_follow(const Block& block, Work& work) override;
  Applied apply(const Block& block, Work& work) override;

  // Goes to another state: that of a snapshot.
  void restore(LedgerState state, Work& work);

  Hash state_hash() const override { return ledger_.state_hash(); }

  const Ledger& ledger() const { return ledger_; }

  const Mempool& mempool() const { return mempool_; }

 private:
  Ledger ledger_;
  Mempool mempool_;
};

}  // namespace callo
