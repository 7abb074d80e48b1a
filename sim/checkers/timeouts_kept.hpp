#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/checkers/checker.hpp"
#include "sim/checkers/round_book.hpp"

namespace callo::sim {

// No honest validator is in a hurry: what Tendermint's progress rests on once the network is calm
// (arXiv:1807.04938, lines 22-35, 47-48 and 55-67).
// - It enters a later round only if more than 1/3 of the power is there, or timeoutPrecommit after
//   +2/3 precommits of the round before can have been.
// - It precommits nil only upon +2/3 prevotes for nil, or timeoutPrevote after +2/3 prevotes.
// - It prevotes nil, before timeoutPropose, only if the proposal is a traitor's, or too old for its
//   lock, or the clocks differ too much, or evidence in it may be of before its own snapshot.
// Whatever the network does, what is found is a hurry: when a message was on its signer's disk
// nobody else had it yet, and traitors count as having said everything before.
class TimeoutsKept final : public Checker {
 public:
  static constexpr std::string_view kClaim = "timeouts_kept";

  explicit TimeoutsKept(const CheckContext& context);

  void on_block(const Moment&, const ChainBlock& block) override { book_.on_block(block); }

  void on_record(const Moment& moment, const Record& record) override;
  void on_commit(const Moment& moment, const CommitEffect& commit) override;
  std::string abstention() const override;

 private:
  struct Own {
    Height height{};
    Round round = kNoRound;             // the latest in which it said something
    std::optional<Duration> decided{};  // the height before
    Round locked_round = kNoRound;      // at the least: its latest precommit for a block
    BlockId locked{};
  };

  void check(const Moment& moment, const HonestMessage& said, const Own& own);
  void check_round(const Moment& moment, const HonestMessage& said);
  void check_nil_precommit(const Moment& moment, const HonestMessage& said);
  void check_refusal(const Moment& moment, const HonestMessage& said, const Own& own);
  // It cannot have entered the round before.
  Duration entered_since(const HonestMessage& said, const Own& own) const;
  bool have_clocks_agreed(const HonestMessage& proposal) const;
  bool is_judged(const Moment& moment) const;

  RoundBook book_;
  std::map<std::pair<Height, Round>, CalendarTime> latest_clocks_;  // when an honest one proposed
  std::map<Height, CalendarTime> block_times_;
  std::vector<Own> own_;  // by EndpointId
  // May have, for who makes its own is not told apart: it cannot judge evidence of before it, and
  // refuses it.
  std::set<EndpointId> began_behind_snapshot_;
};

}  // namespace callo::sim
