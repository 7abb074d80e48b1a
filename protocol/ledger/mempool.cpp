#include "protocol/ledger/mempool.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "protocol/base/check.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

// Of one answer to a status: a bound on what a small question can bring about.
constexpr std::size_t kAnswerTransactionsMax = 64;
constexpr std::size_t kAnswerTransactionBytesMax = 256 * 1024;

}  // namespace

Mempool::Mempool(Ledger& ledger, PoolLimits limits) : ledger_{ledger}, lanes_{limits} {}

Refusal Mempool::add(const Submission& submission, Work& work) {
  const DecodedTransaction& decoded = *submission.transaction;
  const std::size_t bytes = decoded.bytes.size();
  if (entries_.contains(decoded.id)) {
    if (would_move(decoded, submission.submitter)) {
      move(submission);
    }
    return Refusal::already_pending;
  }
  if (conflicts(decoded.transaction)) {
    return Refusal::conflicts_with_pending;
  }
  if (!lanes_.has_quota(submission.submitter, bytes)) {
    return Refusal::submitter_over_quota;
  }
  // Before signatures are paid for: is there room, or somebody heavier to take it from?
  if (lanes_.is_full_for(bytes) && lanes_.displaced_by(submission.submitter, bytes) == nullptr) {
    return Refusal::mempool_full;
  }
  const Refusal refusal = ledger_.check(decoded, work);
  if (refusal != Refusal::none) {
    return refusal;
  }
  if (!make_room(submission.submitter, bytes)) {
    return Refusal::mempool_full;
  }
  put(submission);
  return Refusal::none;
}

bool Mempool::conflicts(const Transaction& transaction) const {
  if (transaction.kind == TransactionKind::issue) {
    return issues_.contains(transaction.issued);
  }
  if (transaction.kind == TransactionKind::validator_update) {
    return update_.has_value();
  }
  return std::any_of(transaction.inputs.begin(), transaction.inputs.end(),
                     [this](const Outpoint& input) { return spends_.contains(input); });
}

bool Mempool::make_room(NodeId submitter, std::size_t bytes) {
  while (lanes_.is_full_for(bytes)) {
    const Hash* const displaced = lanes_.displaced_by(submitter, bytes);
    if (displaced == nullptr) {
      return false;
    }
    remove(*displaced);
  }
  return true;
}

// Only the very bytes whose signatures were checked: a copy may differ in them.
bool Mempool::would_move(const DecodedTransaction& copy, NodeId submitter) const {
  const Entry& entry = entries_.at(copy.id);
  const std::size_t bytes = copy.bytes.size();
  return entry.transaction->content == copy.content && entry.lane != submitter &&
         lanes_.is_lighter(submitter, bytes, entry.lane) && lanes_.has_quota(submitter, bytes);
}

void Mempool::move(const Submission& submission) {
  Entry& entry = entries_.at(submission.transaction->id);
  dequeue(entry);
  enqueue(entry, submission);
}

void Mempool::keep_envelope(const Hash& id, const Frame& envelope) {
  const auto found = entries_.find(id);
  if (found != entries_.end()) {
    found->second.envelope = envelope;
  }
}

void Mempool::put(const Submission& submission) {
  const DecodedTransaction& decoded = *submission.transaction;
  for (const Outpoint& input : decoded.transaction.inputs) {
    spends_.emplace(input, decoded.id);
  }
  if (decoded.transaction.kind == TransactionKind::issue) {
    issues_.emplace(decoded.transaction.issued, decoded.id);
  } else if (decoded.transaction.kind == TransactionKind::validator_update) {
    update_ = decoded.id;
  }
  Entry& entry = entries_[decoded.id];
  entry.transaction = submission.transaction;
  enqueue(entry, submission);
}

void Mempool::enqueue(Entry& entry, const Submission& submission) {
  entry.lane = submission.submitter;
  entry.envelope = submission.envelope;
  entry.arrival = lanes_.put(entry.lane, entry.transaction->id, entry.transaction->bytes.size());
}

void Mempool::dequeue(const Entry& entry) {
  lanes_.remove(entry.lane, entry.arrival, entry.transaction->bytes.size());
}

void Mempool::remove(Hash id) {
  const auto found = entries_.find(id);
  const Transaction& transaction = found->second.transaction->transaction;
  for (const Outpoint& input : transaction.inputs) {
    spends_.erase(input);
  }
  if (transaction.kind == TransactionKind::issue) {
    issues_.erase(transaction.issued);
  } else if (transaction.kind == TransactionKind::validator_update) {
    update_.reset();
  }
  dequeue(found->second);
  entries_.erase(found);
}

void Mempool::on_block_applied(std::span<const ExecutedTransaction> applied) {
  for (const ExecutedTransaction& executed : applied) {
    const Transaction& transaction = executed.transaction->transaction;
    for (const Outpoint& input : transaction.inputs) {
      const auto spender = spends_.find(input);
      if (spender != spends_.end()) {
        remove(spender->second);
      }
    }
    const auto issue = issues_.find(transaction.issued);
    if (transaction.kind == TransactionKind::issue && issue != issues_.end()) {
      remove(issue->second);
    }
    if (transaction.kind == TransactionKind::validator_update && update_.has_value()) {
      remove(*update_);
    }
  }
}

void Mempool::recheck(Work& work) {
  std::vector<Hash> refused;
  for (const auto& [id, entry] : entries_) {
    if (ledger_.check(*entry.transaction, work) != Refusal::none) {
      refused.push_back(id);
    }
  }
  for (const Hash& id : refused) {
    remove(id);
  }
}

std::vector<Bytes> Mempool::reap(std::size_t bytes_max) const {
  using Position = std::map<std::uint64_t, Hash>::const_iterator;

  struct Turn {
    std::size_t bytes_taken;
    std::uint64_t head_arrival;  // unique, so the order is total
    Position next;
    Position end;

    bool operator<(const Turn& other) const {
      return std::tie(bytes_taken, head_arrival) < std::tie(other.bytes_taken, other.head_arrival);
    }
  };

  std::set<Turn> turns;
  for (const auto& [node, lane] : lanes_.all()) {
    turns.insert({0, lane.queue.begin()->first, lane.queue.begin(), lane.queue.end()});
  }
  std::vector<Bytes> reaped;
  std::size_t bytes_left = bytes_max;
  while (!turns.empty() && reaped.size() < kBlockTransactionsMax) {
    Turn turn = *turns.begin();
    turns.erase(turns.begin());
    const Bytes& bytes = entries_.at(turn.next->second).transaction->bytes;
    const std::size_t size = bytes.size() + sizeof(std::uint32_t);
    if (size > bytes_left) {
      continue;  // this lane waits for the next block; smaller ones of others may still fit
    }
    bytes_left -= size;
    reaped.push_back(bytes);
    turn.bytes_taken += size;
    if (++turn.next != turn.end) {
      turn.head_arrival = turn.next->first;
      turns.insert(turn);
    }
  }
  return reaped;
}

PendingWindow Mempool::window(IdPrefix from) const {
  if (lanes_.is_full_for(kTransactionBytesMax)) {
    return {};
  }
  PendingWindow window{from, kLastPrefix, {}};
  for (auto entry = first_from(from); entry != entries_.end(); ++entry) {
    const IdPrefix prefix = prefix_of(entry->first);
    if (!window.held.empty() && window.held.back() == prefix) {
      continue;
    }
    if (window.held.size() == kStatusTransactionsMax) {
      window.last = prefix - 1;
      break;
    }
    window.held.push_back(prefix);
  }
  return window;
}

std::vector<Frame> Mempool::lacking(const PendingWindow& window) const {
  std::vector<Frame> frames;
  std::size_t bytes = 0;
  for (auto entry = first_from(window.first);
       entry != entries_.end() && window.covers(prefix_of(entry->first)); ++entry) {
    const Entry& pending = entry->second;
    if (pending.arrival >= settled_before_ || !pending.envelope ||
        !window.lacks(prefix_of(entry->first))) {
      continue;
    }
    bytes += pending.envelope.size();
    if (frames.size() == kAnswerTransactionsMax || bytes > kAnswerTransactionBytesMax) {
      break;
    }
    frames.push_back(pending.envelope);
  }
  return frames;
}

void Mempool::tick() {
  settled_before_ = std::exchange(arrival_at_tick_, lanes_.next_arrival());
}

std::map<Hash, Mempool::Entry>::const_iterator Mempool::first_from(IdPrefix prefix) const {
  Hash lowest;
  for (std::size_t byte = 0; byte < sizeof prefix; ++byte) {
    lowest.bytes[byte] = static_cast<std::uint8_t>(prefix >> (8 * (sizeof prefix - 1 - byte)));
  }
  return entries_.lower_bound(lowest);
}

TransactionPtr Mempool::find(const Hash& id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : found->second.transaction;
}

}  // namespace callo
