#include "sim/checkers/no_double_spend.hpp"

#include <algorithm>

#include "sim/checkers/own_bytes.hpp"

namespace callo::sim {

void NoDoubleSpend::on_block(const Moment& moment, const ChainBlock& block) {
  for (const TransactionPtr& decoded : block.transactions) {
    const std::string fault = decoded == nullptr ? "does not decode" : apply(*decoded);
    if (!fault.empty()) {
      violated(moment, "height " + std::to_string(block.height) + ": transaction " +
                           (decoded == nullptr ? std::string{} : short_hex(decoded->id) + " ") +
                           fault);
    }
  }
}

std::string NoDoubleSpend::apply(const DecodedTransaction& decoded) {
  std::vector<PublicKey> owners;
  std::string fault;
  for (const Outpoint& input : decoded.transaction.inputs) {
    const std::optional<Coin> coin = book_.take(input);
    if (!coin.has_value()) {
      fault = "spends coin " + short_hex(input.transaction) + ":" + std::to_string(input.index) +
              ", which is spent already or was never made";
    } else if (std::find(owners.begin(), owners.end(), coin->owner) == owners.end()) {
      owners.push_back(coin->owner);
    }
  }
  if (!book_.add(decoded)) {
    return "makes a coin that is there already";
  }
  if (fault.empty() && decoded.transaction.kind == TransactionKind::spend &&
      !is_signed(decoded, owners)) {
    return "lacks an owner's signature";
  }
  return fault;
}

bool NoDoubleSpend::is_signed(const DecodedTransaction& decoded,
                              const std::vector<PublicKey>& owners) const {
  const std::vector<Signature>& signatures = decoded.transaction.signatures;
  if (owners.empty() || signatures.size() != owners.size()) {
    return false;
  }
  const Bytes covered = transaction_bytes(context().chain_id, decoded.body());
  for (std::size_t index = 0; index < owners.size(); ++index) {
    if (!context().verifier->verify(owners[index], covered, signatures[index])) {
      return false;
    }
  }
  return true;
}

}  // namespace callo::sim
