#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/ledger/lanes.hpp"
#include "protocol/ledger/ledger.hpp"
#include "protocol/ledger/pending_window.hpp"
#include "protocol/ledger/submission.hpp"

namespace callo {

inline constexpr PoolLimits kMempoolLimits{5'000, 16 * 1024 * 1024, 1'000, 4 * 1024 * 1024};

// Transactions that wait for a block. Each was checked in full against the current state and no two
// spend the same (first seen wins), so any subset applies in any order. A transaction that spends
// a coin of another pending one is refused: its sender waits for the commit.
//
// Fairness: a lane for every submitter (lanes.hpp), and blocks are filled by giving the next turn
// to the lane that has the fewest bytes in the block so far. So a flooder competes with himself,
// and whoever has a transaction at the head of his lane gets it into a block that has room for one
// transaction a lane.
class Mempool {
 public:
  // `ledger` outlives the mempool.
  explicit Mempool(Ledger& ledger, PoolLimits limits = kMempoolLimits);

  // When a second submitter hands in what is pending already, the transaction moves to his lane if
  // it is lighter: nobody can delay a payment by being first to submit it in a crowded lane.
  Refusal add(const Submission& submission, Work& work);

  // Whether a copy from this submitter would move what is pending to his lane.
  bool would_move(const DecodedTransaction& copy, NodeId submitter) const;

  // The message by which a pending transaction of this node's own went out.
  void keep_envelope(const Hash& id, const Frame& envelope);

  // In an order that applies; their bytes with a u32 length each fit into bytes_max. Nothing is
  // removed.
  std::vector<Bytes> reap(std::size_t bytes_max) const;

  // After a block: drops what it contains and what it makes impossible.
  void on_block_applied(std::span<const ExecutedTransaction> applied);

  // Drops whatever the ledger no longer accepts; after Ledger::restore.
  void recheck(Work& work);

  // Null when not pending.
  TransactionPtr find(const Hash& id) const;

  // What is pending of the ids from `from` on, as many as a status may list. Says nothing when the
  // pool is full: then nothing is wanted.
  PendingWindow window(IdPrefix from) const;

  // Messages of what the window's holder lacks, as many as one answer may hold; only what has been
  // here for a whole interval between two ticks, for the rest may still be on its way to him.
  std::vector<Frame> lacking(const PendingWindow& window) const;
  void tick();

  std::size_t size() const { return entries_.size(); }

  std::size_t bytes() const { return lanes_.bytes(); }

 private:
  struct Entry {
    TransactionPtr transaction;
    Frame envelope;  // the bytes once more, so memory is about twice what the limits count
    NodeId lane;
    std::uint64_t arrival{};
  };

  std::map<Hash, Entry>::const_iterator first_from(IdPrefix prefix) const;
  bool conflicts(const Transaction& transaction) const;
  bool make_room(NodeId submitter, std::size_t bytes);
  void move(const Submission& submission);
  void put(const Submission& submission);
  void enqueue(Entry& entry, const Submission& submission);
  void dequeue(const Entry& entry);
  // By value: the caller's reference may live in what is erased.
  void remove(Hash id);

  Ledger& ledger_;
  std::map<Hash, Entry> entries_;  // by transaction id
  Lanes<Hash> lanes_;
  std::map<Outpoint, Hash> spends_;
  std::map<Currency, Hash> issues_;
  std::optional<Hash> update_;  // the one pending validator update
  std::uint64_t arrival_at_tick_ = 0;
  std::uint64_t settled_before_ = 0;  // the arrival at the tick before
};

}  // namespace callo
