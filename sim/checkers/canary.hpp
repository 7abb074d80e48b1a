#pragma once

#include "sim/checkers/checker.hpp"

namespace callo::sim {

// Breaks on purpose with the first commit of a run whose seed is a multiple of 100: whoever looks
// for broken claims and does not find this one has stopped looking. Made only where a scenario
// names it.
class Canary final : public Checker {
 public:
  static constexpr std::string_view kClaim = "canary";
  static constexpr std::uint64_t kEvery = 100;

  explicit Canary(const CheckContext& context) : Checker{kClaim, kCommits, context} {}

  void on_commit(const Moment& moment, const CommitEffect& commit) override;

 private:
  bool has_broken_ = false;
};

}  // namespace callo::sim
