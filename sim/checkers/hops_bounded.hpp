#pragma once

#include <array>
#include <vector>

#include "sim/checkers/overlay_checker.hpp"

namespace callo::sim {

// Where nobody comes, goes or lies, a node is found over at most one hop more than the digits that
// its id shares with any other node's: each hop puts at least one digit right. Counted on the
// sorted ids, written from the right: who shares most stands beside.
class HopsBounded final : public OverlayChecker {
 public:
  static constexpr std::string_view kClaim = "hops_bounded";

  HopsBounded() : OverlayChecker{kClaim} {}

  void begin(const OverlayFacts& facts) override;
  void on_answer(const SearchedAnswer& answer) override;
  std::string abstention() const override;

 private:
  using Written = std::array<std::uint8_t, 32>;  // bits in their order, the rightmost one first

  static Written written(const OverlayId& id);
  unsigned digits_shared(const Written& a, const Written& b) const;

  unsigned bits_per_digit_ = 4;
  std::vector<Written> sorted_;
  std::uint64_t found_ = 0;
};

}  // namespace callo::sim
