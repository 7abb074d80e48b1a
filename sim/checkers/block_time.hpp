#pragma once

#include <map>
#include <string>

#include "protocol/base/hash.hpp"
#include "sim/checkers/checker.hpp"

namespace callo::sim {

// A block's time is later than its parent's and no later than the latest honest calendar clock when
// the block was first committed; where proposers set it, clock_drift_max may be added. Where it is
// the median of votes, it is no earlier than the earliest honest clock when the height of those
// votes began: what bft-time.md of CometBFT promises while less than a third of the power lies.
// Honest calendar clocks are taken never to go back.
class BlockTimeBounds final : public Checker {
 public:
  static constexpr std::string_view kClaim = "block_time";

  explicit BlockTimeBounds(const CheckContext& context);

  void on_commit(const Moment& moment, const CommitEffect& commit) override;
  void on_record(const Moment& moment, const Record& record) override;
  std::string abstention() const override;

 private:
  // Empty when all holds.
  std::string fault_of(Height height, CalendarTime time, const Hash& parent) const;
  void forget();

  std::map<Height, std::map<Hash, CalendarTime>> times_;  // of the blocks seen, by their hashes
  // The earliest honest clock when the first honest node decided the height before this one.
  std::map<Height, CalendarTime> begun_;
};

}  // namespace callo::sim
