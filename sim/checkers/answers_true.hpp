#pragma once

#include "sim/checkers/overlay_checker.hpp"

namespace callo::sim {

// No honest node accepts a wrong answer to what it searched for: the node that it found has that
// id, and a block, a transaction or the coins of a key are those of the chain, whoever lied. Not
// finding what is there is no violation.
class AnswersTrue final : public OverlayChecker {
 public:
  static constexpr std::string_view kClaim = "answers_true";

  AnswersTrue() : OverlayChecker{kClaim} {}

  void begin(const OverlayFacts& facts) override { truth_ = facts.truth; }

  void on_answer(const SearchedAnswer& answer) override;
  std::string abstention() const override;

 private:
  const SearchTruth* truth_ = nullptr;
  std::uint64_t answers_ = 0;
};

}  // namespace callo::sim
