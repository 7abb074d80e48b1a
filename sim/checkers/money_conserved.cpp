#include "sim/checkers/money_conserved.hpp"

#include <algorithm>

#include "sim/checkers/own_bytes.hpp"

namespace callo::sim {

void MoneyConserved::Sums::add(const Currency& currency, std::int64_t amount) {
  std::int64_t& sum = by_currency_[currency];
  overflowed_ = __builtin_add_overflow(sum, amount, &sum) || overflowed_;
}

MoneyConserved::MoneyConserved(const CheckContext& context)
    : Checker{kClaim, kBlocks, context}, book_{context.genesis} {
  for (const Coin& coin : context.genesis.coins) {
    supply_.add(coin.currency, coin.amount);
  }
}

void MoneyConserved::on_block(const Moment& moment, const ChainBlock& block) {
  for (const TransactionPtr& decoded : block.transactions) {
    const std::string fault = decoded == nullptr ? "does not decode" : apply(*decoded);
    if (!fault.empty()) {
      violated(moment, "height " + std::to_string(block.height) + ": a transaction " + fault);
    }
  }
}

std::string MoneyConserved::apply(const DecodedTransaction& decoded) {
  const Transaction& transaction = decoded.transaction;
  Sums spent;
  Sums made;
  for (const Outpoint& input : transaction.inputs) {
    // A coin that is not there adds nothing: what it pays for is then made from nothing.
    if (const std::optional<Coin> coin = book_.take(input)) {
      spent.add(coin->currency, coin->amount);
    }
  }
  bool are_positive = true;
  for (const Coin& coin : transaction.outputs) {
    made.add(coin.currency, coin.amount);
    are_positive = are_positive && coin.amount > 0;
  }
  book_.add(decoded);
  if (!are_positive) {
    return "makes a coin of no or negative value";
  }
  return transaction.kind == TransactionKind::issue ? fault_of_issue(decoded)
                                                    : fault_of_spend(spent, made);
}

std::string MoneyConserved::fault_of_spend(const Sums& spent, const Sums& made) const {
  if (spent.overflowed() || made.overflowed()) {
    return "moves more than can be counted";
  }
  return spent == made ? std::string{} : "does not conserve money";
}

std::string MoneyConserved::fault_of_issue(const DecodedTransaction& decoded) {
  const Transaction& issue = decoded.transaction;
  const std::vector<Issuer>& issuers = context().genesis.issuers;
  const auto issuer = std::find_if(issuers.begin(), issuers.end(), [&](const Issuer& candidate) {
    return candidate.currency == issue.issued;
  });
  if (issuer == issuers.end()) {
    return "issues a currency that nobody issues";
  }
  const auto [last, is_first] = last_issue_.try_emplace(issue.issued, issue.issue_sequence);
  if (!is_first && issue.issue_sequence <= last->second) {
    return "repeats an issue";
  }
  last->second = issue.issue_sequence;
  const Bytes covered = transaction_bytes(context().chain_id, decoded.body());
  if (issue.signatures.size() != 1 ||
      !context().verifier->verify(issuer->key, covered, issue.signatures[0])) {
    return "issues without the issuer's signature";
  }
  for (const Coin& coin : issue.outputs) {
    if (coin.currency != issue.issued) {
      return "issues a foreign currency";
    }
    supply_.add(coin.currency, coin.amount);
  }
  return supply_.overflowed() ? "issues more than can be counted" : std::string{};
}

}  // namespace callo::sim
