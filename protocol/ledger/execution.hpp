#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "protocol/ledger/bounded_memory.hpp"
#include "protocol/ledger/state.hpp"
#include "protocol/shim/verifier.hpp"

namespace callo {

// One transaction of a block that was looked at. Null when its bytes were malformed.
struct ExecutedTransaction {
  TransactionPtr transaction;
  std::uint32_t bytes{};
  // Signatures looked at by someone who remembers none.
  std::uint32_t verifications{};
};

// What became of a block's transactions on top of one state: a pure function of both. Stops at the
// first transaction that is refused; `after` is there only when none was.
struct Execution {
  Refusal refusal = Refusal::none;
  std::vector<ExecutedTransaction> transactions;
  std::optional<LedgerState> after;
  Hash state_hash;               // of `after`
  std::uint64_t hashed_bytes{};  // for the state hash
};

using ExecutionPtr = std::shared_ptr<const Execution>;

// Remembers decoded transactions and executed blocks, which are pure functions of bytes and of the
// state they start from, so that the many nodes of one simulated process do the work once. Results
// and the Work that is accounted are the same with and without. All who share one use verifiers
// that accept the same signatures.
class LedgerMemo {
 public:
  LedgerMemo(std::size_t transaction_bytes_max, std::size_t executions_max)
      : transactions_{transaction_bytes_max}, executions_{executions_max} {}

  TransactionPtr decode(BytesView bytes);

  struct BlockKey {
    Hash state;
    Hash transactions_root;
    auto operator<=>(const BlockKey&) const = default;
  };

  const ExecutionPtr* find(const BlockKey& key) const { return executions_.find(key); }

  void remember(const BlockKey& key, ExecutionPtr execution) {
    executions_.remember(key, std::move(execution), 1);
  }

 private:
  BoundedMemory<Hash, TransactionPtr> transactions_;
  BoundedMemory<BlockKey, ExecutionPtr> executions_;
};

// Says of a transaction that its signatures were checked before: they need not be checked again,
// for a transaction's bytes determine the coins it spends and with them the keys that must sign.
using AlreadyVerified = std::function<bool(const DecodedTransaction&)>;

// Decodes through `memo`, or itself when that is null.
TransactionPtr decode_through(LedgerMemo* memo, BytesView bytes);

// Applies the transactions one after the other to a copy of `state`.
Execution execute(const LedgerState& state, std::span<const Bytes> transactions, Verifier& verifier,
                  const AlreadyVerified& already_verified, LedgerMemo* memo);

}  // namespace callo
