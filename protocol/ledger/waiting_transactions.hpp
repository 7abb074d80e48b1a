#pragma once

#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "protocol/ledger/execution.hpp"
#include "protocol/ledger/lanes.hpp"
#include "protocol/ledger/submission.hpp"

namespace callo {

inline constexpr PoolLimits kWaitingLimits{1'024, 4 * 1024 * 1024, 64, 1024 * 1024};
// A node that is further behind catches up on blocks first.
inline constexpr std::uint64_t kWaitingBlocks = 16;

// Transactions that spend a coin which is not known here yet: this node is a block behind, or the
// transaction that makes the coin is pending itself. Nothing of them but their form is checked, so
// they are neither passed on nor proposed; every submitter has his own copy of the same, so that
// nobody's forgery keeps out the real one. They expire after so many blocks.
class WaitingTransactions {
 public:
  explicit WaitingTransactions(PoolLimits limits = kWaitingLimits,
                               std::uint64_t blocks_max = kWaitingBlocks)
      : lanes_{limits}, blocks_max_{blocks_max} {}

  // `maker`: the transaction that makes the coin it lacks. Refusal::waits_for_coin when kept.
  Refusal put(Submission submission, const Hash& maker);

  bool contains(NodeId submitter, const DecodedTransaction& transaction) const {
    return known_.contains({submitter, transaction.content});
  }

  // After a block: forgets what has waited too long, and hands out, the oldest first, what waited
  // for coins that the block made.
  std::vector<Submission> on_block_applied(std::span<const ExecutedTransaction> applied);

  // Everything, the oldest first.
  std::vector<Submission> take_all();

  std::size_t size() const { return entries_.size(); }

  std::size_t bytes() const { return lanes_.bytes(); }

 private:
  struct Entry {
    Submission submission;
    Hash maker;
    std::uint64_t expires_at_block{};
  };

  Submission take(std::uint64_t arrival);
  bool make_room(NodeId submitter, std::size_t bytes);

  using Key = std::pair<NodeId, Hash>;  // submitter, and the transaction's content

  Lanes<Key> lanes_;
  std::uint64_t blocks_max_;
  std::uint64_t blocks_ = 0;
  std::map<std::uint64_t, Entry> entries_;            // by arrival
  std::map<Key, std::uint64_t> known_;                // arrivals
  std::map<Hash, std::set<std::uint64_t>> by_maker_;  // arrivals; no set is empty
};

}  // namespace callo
