#include "protocol/node/executor.hpp"

#include "protocol/base/check.hpp"

namespace callo {

namespace {

// What the block's validator updates ask for, in their order.
std::vector<ValidatorUpdate> validator_updates(std::span<const ExecutedTransaction> applied) {
  std::vector<ValidatorUpdate> updates;
  for (const ExecutedTransaction& executed : applied) {
    for (const ValidatorChange& change : executed.transaction->transaction.changes) {
      updates.push_back({change.node, change.key, change.power});
    }
  }
  return updates;
}

}  // namespace

Executor::Executor(LedgerState genesis, Verifier& verifier, LedgerMemo* memo, PoolLimits mempool)
    : ledger_{std::move(genesis), verifier, memo}, intake_{ledger_, mempool} {}

TransactionPtr Executor::decode(BytesView transaction, Work& work) const {
  work.hashed_bytes += transaction.size();
  const TransactionPtr decoded = ledger_.decode(transaction);
  work.hashed_bytes += decoded == nullptr ? 0 : decoded->body_size;
  return decoded;
}

std::vector<Bytes> Executor::propose(Height, std::size_t bytes_max) {
  return intake_.mempool().reap(bytes_max);
}

bool Executor::may_follow(const Block& block, Work& work) {
  return ledger_.check_block(block.transactions, block.header.transactions_root, work)
      .is_accepted();
}

// Only blocks that may_follow accepted here, or that +2/3 vouch for, get this far: a refusal now
// means that more than 1/3 lied or that we are wrong, and going on would corrupt the state.
Applied Executor::apply(const Block& block, Work& work) {
  const BlockResult result =
      ledger_.apply_block(block.transactions, block.header.transactions_root, work);
  CALLO_CHECK(result.is_accepted());
  intake_.on_block_applied(ledger_.last_applied(), work);
  return {ledger_.state_hash(), validator_updates(ledger_.last_applied())};
}

void Executor::restore(LedgerState state, Work& work) {
  ledger_.restore(std::move(state));
  intake_.recheck(work);
}

}  // namespace callo
