#pragma once

#include <string_view>
#include <vector>

#include "sim/checkers/checker.hpp"
#include "sim/checkers/round_book.hpp"

namespace callo::sim {

// Having precommitted a block, an honest validator prevotes another one in a later round only if
// +2/3 prevotes for that can have been since, in the round of its lock or a later one, across all
// its crashes (arXiv:1807.04938, lines 23, 29 and 36-39). Agreement rests on it: breaking it is
// amnesia, the first of the two ways in which agreement can be lost between rounds.
class LocksKept final : public Checker {
 public:
  static constexpr std::string_view kClaim = "locks_kept";

  explicit LocksKept(const CheckContext& context);

  void on_block(const Moment&, const ChainBlock& block) override { book_.on_block(block); }

  void on_send(const Moment& moment, const Frame& frame) override;
  void on_record(const Moment& moment, const Record& record) override;

 private:
  struct Lock {
    Height height{};
    Round round{};
    BlockId block;
  };

  bool can_unlock(const HonestMessage& said, const Lock& lock) const;

  RoundBook book_;
  std::vector<Lock> locks_;  // by EndpointId: the latest precommit for a block that really left it
};

}  // namespace callo::sim
