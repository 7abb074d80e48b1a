#pragma once

#include <set>

#include "protocol/base/frame.hpp"
#include "protocol/base/hash.hpp"
#include "protocol/chain/block.hpp"
#include "sim/checkers/checker.hpp"
#include "sim/checkers/validator_book.hpp"

namespace callo::sim {

// When agreement breaks, the two certificates and what the honest nodes hand over when asked (the
// justifications on their disks) name more than a third of the power, and none of the named is
// honest. Claimed as long as no more than two thirds of the power lie; beyond that breaks that name
// too few are only counted.
class Accountability final : public Checker {
 public:
  static constexpr std::string_view kClaim = "accountability";

  explicit Accountability(const CheckContext& context)
      : Checker{kClaim, kCommits | kBlocks | kRecords, context}, validators_{context} {}

  void on_commit(const Moment& moment, const CommitEffect& commit) override;
  void on_record(const Moment& moment, const Record& record) override;

  void on_block(const Moment&, const ChainBlock& block) override { validators_.on_block(block); }

  // Whoever any break named.
  const std::set<NodeId>& culprits() const { return culprits_; }

  // Breaks that named more than a third of the power, and the others.
  std::uint64_t attributed_breaks() const { return attributed_; }

  std::uint64_t unattributed_breaks() const { return unattributed_; }

 private:
  void compare(const Moment& moment, const Frame& first, const Frame& second);
  bool is_polka(const Commit& polka) const;
  bool is_claimed(const std::vector<CheckedValidator>& validators) const;

  ValidatorBook validators_;
  std::map<Height, std::map<Hash, Frame>> certificates_;  // one of each committed block
  std::map<Height, std::vector<Commit>> polkas_;          // of honest nodes' justifications
  std::set<NodeId> culprits_;
  std::uint64_t attributed_ = 0;
  std::uint64_t unattributed_ = 0;
};

}  // namespace callo::sim
