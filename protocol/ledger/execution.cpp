#include "protocol/ledger/execution.hpp"

#include "protocol/crypto/sha256.hpp"
#include "protocol/ledger/rules.hpp"

namespace callo {

TransactionPtr LedgerMemo::decode(BytesView bytes) {
  const Hash content = sha256(bytes);
  if (const TransactionPtr* known = transactions_.find(content)) {
    return *known;
  }
  TransactionPtr decoded = decode_transaction(bytes);
  if (decoded != nullptr) {
    transactions_.remember(content, decoded, bytes.size());
  }
  return decoded;
}

TransactionPtr decode_through(LedgerMemo* memo, BytesView bytes) {
  return memo == nullptr ? decode_transaction(bytes) : memo->decode(bytes);
}

namespace {

Refusal execute_one(LedgerState& state, ExecutedTransaction& executed, Verifier& verifier,
                    const AlreadyVerified& already_verified) {
  if (executed.transaction == nullptr) {
    return Refusal::malformed;
  }
  const DecodedTransaction& decoded = *executed.transaction;
  const Refusal refusal = state.check(decoded.transaction);
  if (refusal != Refusal::none) {
    return refusal;
  }
  if (already_verified(decoded)) {
    executed.verifications = static_cast<std::uint32_t>(decoded.transaction.signatures.size());
  } else {
    const SignatureCheck check =
        check_signatures(decoded, state.chain_id(), state.signers(decoded.transaction), verifier);
    executed.verifications = check.verifications;
    if (check.refusal != Refusal::none) {
      return check.refusal;
    }
  }
  state.apply(decoded.transaction, decoded.id);
  return Refusal::none;
}

}  // namespace

Execution execute(const LedgerState& state, std::span<const Bytes> transactions, Verifier& verifier,
                  const AlreadyVerified& already_verified, LedgerMemo* memo) {
  Execution execution;
  LedgerState after = state;
  execution.transactions.reserve(transactions.size());
  for (const Bytes& bytes : transactions) {
    ExecutedTransaction& executed = execution.transactions.emplace_back();
    executed.bytes = static_cast<std::uint32_t>(bytes.size());
    executed.transaction = decode_through(memo, bytes);
    execution.refusal = execute_one(after, executed, verifier, already_verified);
    if (execution.refusal != Refusal::none) {
      return execution;
    }
  }
  execution.state_hash = after.state_hash(execution.hashed_bytes);
  execution.after = std::move(after);
  return execution;
}

}  // namespace callo
