#pragma once

#include <set>

#include "protocol/base/frame.hpp"
#include "protocol/base/hash.hpp"
#include "sim/checkers/checker.hpp"

namespace callo::sim {

// When agreement breaks within one round, the two certificates name more than a third of the power
// as double signers, and none of them is honest. Breaks across rounds are counted.
class Accountability final : public Checker {
 public:
  static constexpr std::string_view kClaim = "accountability";

  explicit Accountability(const CheckContext& context) : Checker{kClaim, kCommits, context} {}

  void on_commit(const Moment& moment, const CommitEffect& commit) override;

  // Whoever any break within a round named.
  const std::set<NodeId>& culprits() const { return culprits_; }

  std::uint64_t attributed_breaks() const { return attributed_; }

  std::uint64_t unattributed_breaks() const { return unattributed_; }

 private:
  void compare(const Moment& moment, const Frame& first, const Frame& second);

  std::map<Height, std::map<Hash, Frame>> certificates_;  // one of each committed block
  std::set<NodeId> culprits_;
  std::uint64_t attributed_ = 0;
  std::uint64_t unattributed_ = 0;
};

}  // namespace callo::sim
