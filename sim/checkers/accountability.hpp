#pragma once

#include <set>

#include "protocol/base/frame.hpp"
#include "protocol/base/hash.hpp"
#include "protocol/chain/inquest.hpp"
#include "protocol/chain/vote.hpp"
#include "sim/checkers/checker.hpp"
#include "sim/checkers/validator_book.hpp"

namespace callo::sim {

// When agreement breaks, the two certificates and what the honest nodes hand over when asked (the
// justifications on their disks) name more than a third of the power, and none of the named is
// honest. Claimed as long as no more than two thirds of the power lie; beyond that breaks that name
// too few are only counted.
//
// The honest nodes must find out as much by asking each other: each of them that saw both
// certificates must, once all of them could answer, blame more than a third of the power, each
// culprit with a proof that holds, and nobody honest, not even as a suspect.
class Accountability final : public Checker {
 public:
  static constexpr std::string_view kClaim = "accountability";

  explicit Accountability(const CheckContext& context)
      : Checker{kClaim, kCommits | kBlocks | kRecords | kBlames, context}, validators_{context} {}

  void on_commit(const Moment& moment, const CommitEffect& commit) override;
  void on_record(const Moment& moment, const Record& record) override;
  void on_blame(const Moment& moment, const BlameEffect& blame) override;
  void on_end(Duration time) override;

  void on_block(const Moment&, const ChainBlock& block) override { validators_.on_block(block); }

  // Whoever any break named.
  const std::set<NodeId>& culprits() const { return culprits_; }

  // Breaks that named more than a third of the power, and the others.
  std::uint64_t attributed_breaks() const { return attributed_; }

  std::uint64_t unattributed_breaks() const { return unattributed_; }

 private:
  void compare(const Moment& moment, const Frame& first, const Frame& second);
  bool is_certificate(const Commit& certificate, VoteType type) const;
  bool is_proven(const BlameEffect& blame) const;
  bool has_answered(NodeId culprit, const ForkProof& proof) const;
  void judge_last_word(const Moment& moment, const BlameEffect& blame);
  bool is_claimed(const std::vector<CheckedValidator>& validators) const;

  ValidatorBook validators_;
  std::map<Height, std::map<Hash, Frame>> certificates_;  // one of each committed block
  std::map<Height, std::vector<Commit>> polkas_;          // of honest nodes' justifications
  std::set<NodeId> culprits_;

  // What an honest endpoint said of a height first and last.
  struct Word {
    Moment first;
    BlameEffect last;
  };

  std::map<std::pair<EndpointId, Height>, Word> words_;
  std::set<ContentId> proven_;
  std::uint64_t attributed_ = 0;
  std::uint64_t unattributed_ = 0;
};

}  // namespace callo::sim
