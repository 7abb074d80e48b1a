#include "protocol/ledger/mempool.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "protocol/base/check.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

Mempool::Mempool(Ledger& ledger, MempoolLimits limits)
    : ledger_{ledger},
      limits_{limits},
      weight_per_entry_{limits.bytes_max / std::max<std::size_t>(limits.count_max, 1)} {}

Refusal Mempool::add(NodeId submitter, BytesView bytes, Work& work) {
  work.hashed_bytes += bytes.size();
  const TransactionPtr decoded = ledger_.decode(bytes);
  if (decoded == nullptr) {
    return Refusal::malformed;
  }
  if (entries_.contains(decoded->id)) {
    prefer_lighter_lane(decoded->id, submitter);
    return Refusal::already_pending;
  }
  work.hashed_bytes += decoded->body_size;
  if (conflicts(decoded->transaction)) {
    return Refusal::conflicts_with_pending;
  }
  const Lane none;
  const auto lane = lanes_.find(submitter);
  const Lane& own = lane == lanes_.end() ? none : lane->second;
  if (!has_quota(own, bytes.size())) {
    return Refusal::submitter_over_quota;
  }
  // Before signatures are paid for: is there room, or somebody heavier to take it from?
  const std::size_t weight = weight_of(own) + weight_of(bytes.size());
  if (is_full_for(bytes.size()) && lane_heavier_than(weight) == nullptr) {
    return Refusal::mempool_full;
  }
  const Refusal refusal = ledger_.check(*decoded, work);
  if (refusal != Refusal::none) {
    return refusal;
  }
  if (!make_room(submitter, bytes.size())) {
    return Refusal::mempool_full;
  }
  put(decoded, submitter);
  return Refusal::none;
}

std::size_t Mempool::weight_of(const Lane& lane) const {
  return lane.bytes + lane.queue.size() * weight_per_entry_;
}

bool Mempool::is_full_for(std::size_t bytes) const {
  return entries_.size() >= limits_.count_max || bytes > limits_.bytes_max - bytes_;
}

bool Mempool::has_quota(const Lane& lane, std::size_t bytes) const {
  return lane.queue.size() < limits_.lane_count_max && lane.bytes + bytes <= limits_.lane_bytes_max;
}

const Mempool::Lane* Mempool::lane_heavier_than(std::size_t weight) const {
  const Lane* heaviest = nullptr;
  for (const auto& [node, lane] : lanes_) {
    if (weight_of(lane) > weight) {
      heaviest = &lane;
      weight = weight_of(lane);
    }
  }
  return heaviest;
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
  while (is_full_for(bytes)) {
    const auto own = lanes_.find(submitter);
    const std::size_t own_weight = own == lanes_.end() ? 0 : weight_of(own->second);
    const Lane* heaviest = lane_heavier_than(own_weight + weight_of(bytes));
    if (heaviest == nullptr) {
      return false;
    }
    remove(heaviest->queue.rbegin()->second);
  }
  return true;
}

void Mempool::prefer_lighter_lane(const Hash& id, NodeId submitter) {
  Entry& entry = entries_.at(id);
  const std::size_t bytes = entry.transaction->bytes.size();
  const Lane none;
  const auto found = lanes_.find(submitter);
  const Lane& other = found == lanes_.end() ? none : found->second;
  const bool is_lighter = weight_of(other) + weight_of(bytes) < weight_of(lanes_.at(entry.lane));
  if (entry.lane != submitter && is_lighter && has_quota(other, bytes)) {
    dequeue(entry);
    enqueue(id, entry, submitter);
  }
}

void Mempool::put(TransactionPtr transaction, NodeId submitter) {
  const DecodedTransaction& decoded = *transaction;
  for (const Outpoint& input : decoded.transaction.inputs) {
    spends_.emplace(input, decoded.id);
  }
  if (decoded.transaction.kind == TransactionKind::issue) {
    issues_.emplace(decoded.transaction.issued, decoded.id);
  } else if (decoded.transaction.kind == TransactionKind::validator_update) {
    update_ = decoded.id;
  }
  bytes_ += decoded.bytes.size();
  Entry& entry = entries_[decoded.id];
  entry.transaction = std::move(transaction);
  enqueue(decoded.id, entry, submitter);
}

void Mempool::enqueue(const Hash& id, Entry& entry, NodeId submitter) {
  entry.lane = submitter;
  entry.arrival = next_arrival_++;
  Lane& lane = lanes_[submitter];
  lane.queue.emplace(entry.arrival, id);
  lane.bytes += entry.transaction->bytes.size();
}

void Mempool::dequeue(const Entry& entry) {
  const auto lane = lanes_.find(entry.lane);
  lane->second.queue.erase(entry.arrival);
  lane->second.bytes -= entry.transaction->bytes.size();
  if (lane->second.queue.empty()) {
    lanes_.erase(lane);
  }
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
  bytes_ -= found->second.transaction->bytes.size();
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
  for (const auto& [node, lane] : lanes_) {
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

TransactionPtr Mempool::find(const Hash& id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : found->second.transaction;
}

}  // namespace callo
