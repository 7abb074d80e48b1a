#pragma once

#include "sim/checkers/checker.hpp"
#include "sim/checkers/coin_book.hpp"

namespace callo::sim {

// On the committed chain no payment makes or destroys money, in any currency, and only a currency's
// own issuer makes more of it, each issue once.
class MoneyConserved final : public Checker {
 public:
  static constexpr std::string_view kClaim = "money_conserved";

  explicit MoneyConserved(const CheckContext& context);

  void on_block(const Moment& moment, const ChainBlock& block) override;

 private:
  // Sums that no run can overflow unnoticed: the flag stays up.
  class Sums {
   public:
    void add(const Currency& currency, std::int64_t amount);
    bool operator==(const Sums&) const = default;

    bool overflowed() const { return overflowed_; }

   private:
    std::map<Currency, std::int64_t> by_currency_;
    bool overflowed_ = false;
  };

  // All are empty when the transaction holds.
  std::string apply(const DecodedTransaction& decoded);
  std::string fault_of_spend(const Sums& spent, const Sums& made) const;
  std::string fault_of_issue(const DecodedTransaction& decoded);

  CoinBook book_;
  Sums supply_;  // of the genesis and all issues: it must stay countable
  std::map<Currency, std::uint64_t> last_issue_;
};

}  // namespace callo::sim
