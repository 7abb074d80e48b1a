#include "protocol/ledger/waiting_transactions.hpp"

namespace callo {

Refusal WaitingTransactions::put(Submission submission, const Hash& maker) {
  const NodeId submitter = submission.submitter;
  const std::pair key{submitter, submission.transaction->content};
  const std::size_t bytes = submission.transaction->bytes.size();
  if (known_.contains(key)) {
    return Refusal::waits_for_coin;
  }
  if (!lanes_.has_quota(submitter, bytes)) {
    return Refusal::submitter_over_quota;
  }
  if (!make_room(submitter, bytes)) {
    return Refusal::mempool_full;
  }
  const std::uint64_t arrival = lanes_.put(submitter, key, bytes);
  known_.emplace(key, arrival);
  by_maker_[maker].insert(arrival);
  entries_.emplace(arrival, Entry{std::move(submission), maker, blocks_ + blocks_max_});
  return Refusal::waits_for_coin;
}

bool WaitingTransactions::make_room(NodeId submitter, std::size_t bytes) {
  while (lanes_.is_full_for(bytes)) {
    const auto* const displaced = lanes_.displaced_by(submitter, bytes);
    if (displaced == nullptr) {
      return false;
    }
    take(known_.at(*displaced));
  }
  return true;
}

Submission WaitingTransactions::take(std::uint64_t arrival) {
  const auto found = entries_.find(arrival);
  Submission submission = std::move(found->second.submission);
  const auto waiting = by_maker_.find(found->second.maker);
  waiting->second.erase(arrival);
  if (waiting->second.empty()) {
    by_maker_.erase(waiting);
  }
  known_.erase({submission.submitter, submission.transaction->content});
  lanes_.remove(submission.submitter, arrival, submission.transaction->bytes.size());
  entries_.erase(found);
  return submission;
}

std::vector<Submission> WaitingTransactions::on_block_applied(
    std::span<const ExecutedTransaction> applied) {
  std::set<std::uint64_t> ready;
  for (const ExecutedTransaction& executed : applied) {
    const auto waiting = by_maker_.find(executed.transaction->id);
    if (waiting != by_maker_.end()) {
      ready.insert(waiting->second.begin(), waiting->second.end());
    }
  }
  std::vector<Submission> submissions;
  for (const std::uint64_t arrival : ready) {
    submissions.push_back(take(arrival));
  }
  // Arrivals ascend with the block at which they came, so the oldest expire first.
  ++blocks_;
  while (!entries_.empty() && entries_.begin()->second.expires_at_block <= blocks_) {
    take(entries_.begin()->first);
  }
  return submissions;
}

std::vector<Submission> WaitingTransactions::take_all() {
  std::vector<Submission> submissions;
  while (!entries_.empty()) {
    submissions.push_back(take(entries_.begin()->first));
  }
  return submissions;
}

}  // namespace callo
