#include "protocol/ledger/rules.hpp"

#include <algorithm>
#include <set>

namespace callo {

bool CurrencySums::add(const Currency& currency, std::int64_t amount) {
  const auto found = std::lower_bound(
      sums_.begin(), sums_.end(), currency,
      [](const Sum& sum, const Currency& wanted) { return sum.currency < wanted; });
  if (found == sums_.end() || found->currency != currency) {
    sums_.insert(found, Sum{currency, amount});
    return true;
  }
  return !__builtin_add_overflow(found->amount, amount, &found->amount);
}

bool CurrencySums::operator==(const CurrencySums& other) const {
  return sums_ == other.sums_;
}

namespace {

bool names_a_coin_twice(const std::vector<Outpoint>& inputs) {
  if (inputs.size() < 2) {
    return false;
  }
  std::vector<Outpoint> sorted = inputs;
  std::sort(sorted.begin(), sorted.end());
  return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
}

Refusal check_amounts(std::span<const Coin> outputs) {
  CurrencySums sums;
  for (const Coin& output : outputs) {
    if (output.amount <= 0) {
      return Refusal::amount_not_positive;
    }
    if (!sums.add(output.currency, output.amount)) {
      return Refusal::amount_overflow;
    }
  }
  return Refusal::none;
}

bool issues_only(std::span<const Coin> outputs, const Currency& currency) {
  return std::all_of(outputs.begin(), outputs.end(),
                     [&](const Coin& coin) { return coin.currency == currency; });
}

Refusal check_changes(const Transaction& transaction) {
  if (transaction.changes.empty()) {
    return Refusal::no_changes;
  }
  if (!transaction.outputs.empty()) {
    return Refusal::coins_in_update;
  }
  std::set<NodeId> nodes;
  for (const ValidatorChange& change : transaction.changes) {
    if (change.power < 0 || change.power > kValidatorPowerMax ||
        change.node.value >= kValidatorsMax) {
      return Refusal::power_out_of_range;
    }
    if (!nodes.insert(change.node).second) {
      return Refusal::duplicate_change;
    }
  }
  return Refusal::none;
}

}  // namespace

Refusal check_form(const Transaction& transaction) {
  if (transaction.kind == TransactionKind::validator_update) {
    return check_changes(transaction);
  }
  const bool is_issue = transaction.kind == TransactionKind::issue;
  if (!is_issue && transaction.inputs.empty()) {
    return Refusal::no_inputs;
  }
  if (transaction.outputs.empty()) {
    return Refusal::no_outputs;
  }
  if (names_a_coin_twice(transaction.inputs)) {
    return Refusal::duplicate_input;
  }
  if (is_issue && !issues_only(transaction.outputs, transaction.issued)) {
    return Refusal::foreign_currency_issued;
  }
  return check_amounts(transaction.outputs);
}

Refusal check_conservation(std::span<const Coin> spent, std::span<const Coin> made) {
  CurrencySums in;
  CurrencySums out;
  for (const Coin& coin : spent) {
    if (!in.add(coin.currency, coin.amount)) {
      return Refusal::amount_overflow;
    }
  }
  for (const Coin& coin : made) {
    if (!out.add(coin.currency, coin.amount)) {
      return Refusal::amount_overflow;
    }
  }
  return in == out ? Refusal::none : Refusal::not_conserved;
}

std::vector<PublicKey> distinct_owners(std::span<const Coin> spent) {
  std::vector<PublicKey> owners;
  for (const Coin& coin : spent) {
    if (std::find(owners.begin(), owners.end(), coin.owner) == owners.end()) {
      owners.push_back(coin.owner);
    }
  }
  return owners;
}

SignatureCheck check_signatures(const DecodedTransaction& decoded, std::string_view chain_id,
                                std::span<const PublicKey> signers, Verifier& verifier) {
  const std::vector<Signature>& signatures = decoded.transaction.signatures;
  if (signatures.size() != signers.size()) {
    return {Refusal::wrong_signature_count, 0};
  }
  const Bytes message = sign_bytes(chain_id, decoded.body());
  SignatureCheck check;
  for (std::size_t index = 0; index < signers.size(); ++index) {
    ++check.verifications;
    if (!verifier.verify(signers[index], message, signatures[index])) {
      check.refusal = Refusal::wrong_signature;
      break;
    }
  }
  return check;
}

}  // namespace callo
