#include "sim/scenario/payment_client.hpp"

#include "protocol/base/check.hpp"
#include "protocol/chain/block.hpp"
#include "protocol/crypto/sha256.hpp"

namespace callo::sim {

namespace {

// A bank whose node is down tries again this much later.
constexpr Duration kRetryInterval = std::chrono::milliseconds{500};

}  // namespace

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
  }
  CALLO_CHECK(payment.number == rows_.size());
  rows_.push_back(std::move(row));
  if (payment.made) {
    hand_in(payment.number, make_frame(payment.made->transaction));
  }
  start();
}

void PaymentClient::hand_in(std::uint64_t number, const Frame& transaction) {
  TransactionRow& row = rows_[number];
  if (simulation_.submit(EndpointId{row.payer}, transaction)) {
    row.submitted_at = simulation_.now().time_since_epoch();
  } else if (simulation_.now().time_since_epoch() + kRetryInterval <
             row.scheduled_at + workload_.expires_after()) {
    simulation_.at(simulation_.now() + kRetryInterval,
                   [this, number, transaction] { hand_in(number, transaction); });
  }
}

void PaymentClient::on_commit(Duration time, std::uint32_t bank, const CommitEffect& commit) {
  std::span<const Bytes> transactions;
  if (!workload_.knows(commit.height)) {
    if (const std::optional<Block>& block = blocks_.decoded(commit.block)) {
      transactions = block->transactions;
    }
  }
  for (const std::uint64_t number : workload_.on_committed(bank, commit.height, transactions)) {
    rows_[number].committed_at = time;
    rows_[number].height = commit.height;
  }
}

}  // namespace callo::sim
