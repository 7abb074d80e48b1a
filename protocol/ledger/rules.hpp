#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "protocol/ledger/refusal.hpp"
#include "protocol/ledger/transaction.hpp"
#include "protocol/shim/verifier.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

// The rules that need no state: pure predicates, each with its own reason.

// Sums of amounts by currency; at most one entry a currency, every addition checked.
class CurrencySums {
 public:
  // False on overflow; the sums are then meaningless.
  bool add(const Currency& currency, std::int64_t amount);
  bool operator==(const CurrencySums& other) const;

 private:
  struct Sum {
    Currency currency;
    std::int64_t amount{};
    bool operator==(const Sum&) const = default;
  };

  std::vector<Sum> sums_;  // ordered by currency
};

// Something in, something out, no coin named twice (CVE-2018-17144), amounts positive and their
// sums within range (CVE-2010-5139), an issue within its own currency; a validator update without
// coins, each validator once, each power within 0 and kValidatorPowerMax.
Refusal check_form(const Transaction& transaction);

// The most that one change may give: so many validators as there can be never exceed the total that
// proposer priorities can bear (CometBFT's MaxTotalVotingPower, MaxInt64 / 8).
inline constexpr std::int64_t kValidatorPowerMax = INT64_MAX / 8 / kValidatorsMax;

// Exactly the same amount of every currency in as out.
Refusal check_conservation(std::span<const Coin> spent, std::span<const Coin> made);

// The distinct owners in the order in which they first appear: who must sign, and in which order.
std::vector<PublicKey> distinct_owners(std::span<const Coin> spent);

struct SignatureCheck {
  Refusal refusal = Refusal::none;
  std::uint32_t verifications{};  // how many signatures were looked at
};

// One signature of each signer, in order, over sign_bytes.
SignatureCheck check_signatures(const DecodedTransaction& decoded, std::string_view chain_id,
                                std::span<const PublicKey> signers, Verifier& verifier);

}  // namespace callo
