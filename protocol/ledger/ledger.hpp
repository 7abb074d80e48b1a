#pragma once

#include <cstdint>
#include <span>

#include "protocol/ledger/execution.hpp"
#include "protocol/step/effects.hpp"

namespace callo {

struct LedgerLimits {
  // Signature checks remembered, one entry per transaction: enough for a full mempool, so that a
  // block of pending transactions costs no second check.
  std::size_t verified_max = 16'384;
  // Blocks tried on top of the current state and remembered until it moves on: several rounds may
  // propose several blocks.
  std::size_t candidates_max = 8;
};

struct BlockResult {
  Refusal refusal = Refusal::none;
  std::uint32_t refused_index{};  // of the transaction that was refused

  bool is_accepted() const { return refusal == Refusal::none; }
};

// One node's ledger: the state after the last block, what blocks would make of it, and the
// signatures this node has checked. Work is accounted where this node does it for the first time,
// whether or not a memo spares the machine the labour.
class Ledger {
 public:
  // `verifier` and `memo` outlive the ledger; `memo` may be null.
  Ledger(LedgerState state, Verifier& verifier, LedgerMemo* memo, LedgerLimits limits = {});

  const LedgerState& state() const { return state_; }

  const Hash& state_hash() const { return state_hash_; }

  // All rules against the current state, signatures last; remembers that they are good.
  Refusal check(const DecodedTransaction& decoded, Work& work);

  // May these transactions, in this order, follow the current state? `transactions_root` is the
  // RFC 6962 root over the transactions' bytes, as the caller computed or checked it: it names
  // them.
  BlockResult check_block(std::span<const Bytes> transactions, const Hash& transactions_root,
                          Work& work);

  // Applies them, or refuses and changes nothing. After acceptance last_applied() has the block.
  BlockResult apply_block(std::span<const Bytes> transactions, const Hash& transactions_root,
                          Work& work);
  std::span<const ExecutedTransaction> last_applied() const;

  // Goes to another state, a kept copy of an earlier one for instance.
  void restore(LedgerState state);

  TransactionPtr decode(BytesView bytes) const { return decode_through(memo_, bytes); }

 private:
  ExecutionPtr execution_of(std::span<const Bytes> transactions, const Hash& transactions_root,
                            Work& work);
  ExecutionPtr execute_through_memo(std::span<const Bytes> transactions,
                                    const Hash& transactions_root);
  void account(const Execution& execution, Work& work);
  bool is_verified(const DecodedTransaction& decoded) const;

  LedgerState state_;
  Hash state_hash_;
  Verifier& verifier_;
  LedgerMemo* memo_;
  BoundedMemory<Hash, bool> verified_;            // by the hash of all bytes, signatures included
  BoundedMemory<Hash, ExecutionPtr> candidates_;  // by transactions root
  ExecutionPtr last_applied_;
};

}  // namespace callo
