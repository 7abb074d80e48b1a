#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/ledger/ledger.hpp"

namespace callo {

struct MempoolLimits {
  std::uint32_t count_max = 5'000;
  std::size_t bytes_max = 16 * 1024 * 1024;
  // What one submitter may hold of it.
  std::uint32_t lane_count_max = 1'000;
  std::size_t lane_bytes_max = 4 * 1024 * 1024;
};

// Transactions that wait for a block. Each was checked in full against the current state and no two
// spend the same (first seen wins), so any subset applies in any order. A transaction that spends
// a coin of another pending one is refused: its sender waits for the commit.
//
// Fairness: every submitter has a lane of its own. Submitters are members and sign what they
// submit, so lanes cannot be multiplied as keys can. A lane is bounded; when the pool is full, a
// newcomer takes the place of the newest transaction of the heaviest lane, if that stays heavier
// than the newcomer's; blocks are filled by giving the next turn to the lane that has the fewest
// bytes in the block so far. So a flooder competes with himself, and whoever has a transaction at
// the head of his lane gets it into a block that has room for one transaction a lane.
class Mempool {
 public:
  // `ledger` outlives the mempool.
  explicit Mempool(Ledger& ledger, MempoolLimits limits = {});

  // `submitter` is the authenticated originator. When a second submitter hands in what is pending
  // already, the transaction moves to his lane if it is lighter: nobody can delay a payment by
  // being first to submit it in a crowded lane.
  Refusal add(NodeId submitter, BytesView bytes, Work& work);

  // In an order that applies; their bytes with a u32 length each fit into bytes_max. Nothing is
  // removed.
  std::vector<Bytes> reap(std::size_t bytes_max) const;

  // After a block: drops what it contains and what it makes impossible.
  void on_block_applied(std::span<const ExecutedTransaction> applied);

  // Drops whatever the ledger no longer accepts; after Ledger::restore.
  void recheck(Work& work);

  // Null when not pending.
  TransactionPtr find(const Hash& id) const;

  std::size_t size() const { return entries_.size(); }

  std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    TransactionPtr transaction;
    NodeId lane;
    std::uint64_t arrival{};
  };

  struct Lane {
    std::map<std::uint64_t, Hash> queue;  // by arrival
    std::size_t bytes{};
  };

  // One number for count and bytes: both are limits of the same pool.
  std::size_t weight_of(const Lane& lane) const;

  std::size_t weight_of(std::size_t bytes) const { return bytes + weight_per_entry_; }

  bool is_full_for(std::size_t bytes) const;
  bool has_quota(const Lane& lane, std::size_t bytes) const;
  // The heaviest lane, if it outweighs `weight`.
  const Lane* lane_heavier_than(std::size_t weight) const;

  bool conflicts(const Transaction& transaction) const;
  bool make_room(NodeId submitter, std::size_t bytes);
  void prefer_lighter_lane(const Hash& id, NodeId submitter);
  void put(TransactionPtr transaction, NodeId submitter);
  void enqueue(const Hash& id, Entry& entry, NodeId submitter);
  void dequeue(const Entry& entry);
  // By value: the caller's reference may live in what is erased.
  void remove(Hash id);

  Ledger& ledger_;
  MempoolLimits limits_;
  std::size_t weight_per_entry_;
  std::map<Hash, Entry> entries_;  // by transaction id
  std::map<NodeId, Lane> lanes_;   // none is empty
  std::map<Outpoint, Hash> spends_;
  std::map<Currency, Hash> issues_;
  std::optional<Hash> update_;  // the one pending validator update
  std::size_t bytes_ = 0;
  std::uint64_t next_arrival_ = 0;
};

}  // namespace callo
