#pragma once

#include "sim/checkers/checker.hpp"

namespace callo::sim {

// What a node holds of what others send stays within limits that follow from the number of
// validators, the date and the timeouts, however much is sent. The limits are written again here.
class MemoryBounded final : public Checker {
 public:
  static constexpr std::string_view kClaim = "memory_bounded";

  explicit MemoryBounded(const CheckContext& context) : Checker{kClaim, kHoldings, context} {}

  void on_holdings(const Moment& moment, const Holdings& holdings) override;

 private:
  void at_most(const Moment& moment, std::string_view what, std::uint64_t held,
               std::uint64_t bound);
  std::uint64_t rounds_possible(Duration time) const;
};

}  // namespace callo::sim
