#pragma once

#include <vector>

#include "sim/checkers/block_memo.hpp"
#include "sim/hosts/simulation.hpp"
#include "sim/trace/run_record.hpp"
#include "sim/workload/payment_workload.hpp"

namespace callo::sim {

// Stands between the banks and their nodes: hands payments in when they are due, tells the banks
// what their own node commits, and keeps a row for every payment.
class PaymentClient {
 public:
  // All of them outlive this.
  PaymentClient(Simulation& simulation, PaymentWorkload& workload, BlockMemo& blocks)
      : simulation_{simulation}, workload_{workload}, blocks_{blocks} {}

  // Schedules the first payment; each schedules the next.
  void start();

  // Some bank has learnt of this height.
  bool knows(Height height) const { return workload_.knows(height); }

  // `bank`'s own node committed a block.
  void on_commit(Duration time, std::uint32_t bank, const CommitEffect& commit);

  std::vector<TransactionRow> take_rows() { return std::move(rows_); }

 private:
  void submit_due();
  // Gives the transaction to the payer's node, as soon as that is up; not after it has expired, for
  // its coins may be in another payment by then.
  void hand_in(std::uint64_t number, const Frame& transaction);

  Simulation& simulation_;
  PaymentWorkload& workload_;
  BlockMemo& blocks_;
  std::vector<TransactionRow> rows_;  // by number
};

}  // namespace callo::sim
