#include "sim/scenario/payment_client.hpp"

#include "protocol/base/check.hpp"
#include "protocol/chain/block.hpp"
#include "protocol/crypto/sha256.hpp"

namespace callo::sim {

void PaymentClient::start() {
  if (workload_.next_arrival() != kSimEnd) {
    simulation_.at(workload_.next_arrival(), [this] { submit_due(); });
  }
}

void PaymentClient::submit_due() {
  const ScheduledPayment payment = workload_.take_next();
  TransactionRow row;
  row.payer = payment.payer;
  row.payee = payment.payee;
  row.amount = payment.amount;
  row.scheduled_at = payment.scheduled.time_since_epoch();
  if (payment.made) {
    row.id = to_hex(payment.made->id);
    row.currency = payment.made->currency.text();
    if (simulation_.submit(EndpointId{payment.payer}, make_frame(payment.made->transaction))) {
      row.submitted_at = simulation_.now().time_since_epoch();
    } else {
      workload_.abandon(payment.payer, payment.made->id);
    }
  }
  CALLO_CHECK(payment.number == rows_.size());
  rows_.push_back(std::move(row));
  start();
}

void PaymentClient::on_commit(Duration time, std::uint32_t bank, const CommitEffect& commit) {
  std::vector<Bytes> transactions;
  if (!workload_.knows(commit.height)) {
    if (auto block = decode_block(commit.block.bytes())) {
      transactions = std::move(block->transactions);
    }
  }
  for (const std::uint64_t number : workload_.on_committed(bank, commit.height, transactions)) {
    rows_[number].committed_at = time;
    rows_[number].height = commit.height;
  }
}

}  // namespace callo::sim
