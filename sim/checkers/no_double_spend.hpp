#pragma once

#include "sim/checkers/checker.hpp"
#include "sim/checkers/coin_book.hpp"

namespace callo::sim {

// On the committed chain every coin is spent at most once, after it was made, and with its owner's
// signature.
class NoDoubleSpend final : public Checker {
 public:
  static constexpr std::string_view kClaim = "no_double_spend";

  explicit NoDoubleSpend(const CheckContext& context)
      : Checker{kClaim, kBlocks, context}, book_{context.genesis} {}

  void on_block(const Moment& moment, const ChainBlock& block) override;

 private:
  // Empty when the transaction holds.
  std::string apply(const DecodedTransaction& decoded);
  bool is_signed(const DecodedTransaction& decoded, const std::vector<PublicKey>& owners) const;

  CoinBook book_;
};

}  // namespace callo::sim
