#pragma once

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "protocol/base/pace.hpp"
#include "protocol/chain/decoded_vote.hpp"
#include "protocol/chain/fork.hpp"
#include "protocol/consensus/application.hpp"
#include "protocol/consensus/tendermint/candidates.hpp"
#include "protocol/consensus/tendermint/chain_tip.hpp"
#include "protocol/consensus/tendermint/config.hpp"
#include "protocol/consensus/tendermint/engine_base.hpp"
#include "protocol/consensus/tendermint/future_messages.hpp"
#include "protocol/consensus/tendermint/holdings.hpp"
#include "protocol/consensus/tendermint/offence_log.hpp"
#include "protocol/consensus/tendermint/round_log.hpp"
#include "protocol/consensus/tendermint/rules.hpp"
#include "protocol/consensus/verdict.hpp"
#include "protocol/shim/signer.hpp"

namespace callo {

// What the engine needs of its node; all outlive it. `decoded` may be null, or shared by the
// replicas of a process.
struct TendermintPorts {
  Application& application;
  Broadcast& broadcast;
  Signer& signer;  // the key that `config.self` has in the validator set, if it is in it
  Verifier& verifier;
  DecodedBlocks* decoded = nullptr;
};

// Byzantine agreement on one block after the other: algorithm 1 of arXiv:1807.04938, whole (see
// README.md). Not a machine of its own: protocol/node composes it with dissemination and repair.
//
// Promises, whatever peers send and whenever this node crashes:
//  - it never signs two different votes of one type, or two proposals, for one (height, round), as
//    long as the records of a step are durable before its sends leave;
//  - it never forgets a lock that it precommitted for;
//  - both hold for a node that lost its disk as well, if its log says so: until it is safe it signs
//    nothing;
//  - its memory is bounded by the validators and `config.past_heights`, whatever the number of
//    rounds.
// A node that is not a validator follows: it decides as all others do, and never signs.
class Tendermint {
 public:
  // `validators`: the set of round 0 of height 1 (advance(1) of a fresh one). The application is at
  // its state before the first block.
  Tendermint(TendermintConfig config, ValidatorSet validators, TendermintPorts ports);

  // Once, before anything else; `records` is what survived, oldest first. Decided blocks are
  // applied again without being announced again; own messages of the open height are sent again as
  // they were.
  void start(Now now, std::span<const Record> records, Effects& out);

  // Goes on behind a decided block without having seen those before it. The application is at the
  // state after it. Before start(), from the node's own records; later, for a node that is far
  // behind: what it was doing at its open height is over.
  void restore(EngineBase base);
  void resume_behind(Now now, EngineBase base, Effects& out);
  // The same, of the last decided block; requires that there is one.
  EngineBase base() const;

  // A proposal, block part, prevote or precommit; `envelope` is opened from `frame`.
  Verdict receive(Now now, const Frame& frame, const Envelope& envelope, Effects& out);
  // Evidence that a peer sent: judged by the validators of its own height, and kept for a block.
  Verdict receive_evidence(const DuplicateEvidence& evidence, Effects& out);
  // Votes that came together, with a verdict for each: the rules run once, after the last of them.
  // After `invalid_max` votes that nobody correct would pass on the rest is not looked at any more
  // and gets no verdict.
  void receive_votes(Now now, std::span<const Frame> votes, std::size_t invalid_max,
                     std::vector<Verdict>& verdicts, Effects& out);
  // A decided block of the current height, for a node that was away.
  Verdict receive_decided(Now now, BytesView block_bytes, const Commit& commit, Effects& out);
  void on_timer(Now now, TimerId timer, Effects& out);

  // The view of those who repair losses. Nothing below changes anything.
  const TendermintConfig& config() const { return config_; }

  const ValidatorSet& validators() const { return validators_; }

  const ValidatorSet& next_validators() const { return next_validators_; }

  // Of the open height, the one after it, and past ones as far as evidence may reach; null
  // otherwise.
  const ValidatorSet* validators_of(Height height) const;

  const EvidenceBook& evidence() const { return evidence_; }

  ChainView chain_view() const {
    return {config_, tip_, validators_, next_validators_, history_, evidence_};
  }

  bool is_validator() const { return self_.has_value(); }

  Height height() const { return log_.height(); }

  Round round() const { return round_; }

  ConsensusStep consensus_step() const { return step_; }

  const RoundValue& locked_value() const { return locked_; }

  const RoundValue& valid_value() const { return valid_; }

  const ChainTip& tip() const { return tip_; }

  // Why this node voted against own precommits at that height; what it hands over when asked.
  std::span<const Justification> justifications(Height height) const;

  // Of all heights, for a snapshot that this node starts from.
  std::vector<Justification> all_justifications() const;
  // The record of a node that lost its disk, to be repeated behind a snapshot.
  std::optional<Record> disk_lost() const;
  // What this node answers about a height is final: the height is over for it, and nothing that it
  // ever held of it is forgotten.
  bool can_account_for(Height height) const;

  // Forks that somebody's block showed: its LastCommit is not for the block that this node decided.
  // Each is handed out once.
  std::vector<Fork> take_forks() { return std::exchange(forks_, {}); }

  // The messages of the open height.
  const RoundLog& log() const { return log_; }

  // Of the open or a kept decided height; null otherwise.
  const RoundLog* log_of(Height height) const;
  // The first vote of that validator; null if none is held.
  const Frame* vote_frame(Height height, Round round, VoteType type, std::size_t index) const;

  // Blocks of the open height with the parts held.
  const Candidates& candidates() const { return candidates_; }

  TendermintHoldings holdings() const;

 private:
  struct Turn {
    Now now;
    Effects& out;
    bool rules_wait = false;  // more messages of the same step follow
  };

  struct ArmedFor {
    Height height = 0;
    Round round = kNoRound;
    bool is_armed = false;
  };

  using OwnKey = std::pair<Round, MessageKind>;

  // tendermint_rules.cpp: the rules, each with the lines of the paper that it states.
  void run_rules(Turn& turn);
  bool apply_one_rule(Turn& turn);
  bool decide_rule(Turn& turn);
  bool skip_round_rule(Turn& turn);
  bool prevote_rule(Turn& turn);
  bool polka_rule(Turn& turn);
  bool precommit_nil_rule(Turn& turn);
  bool prevote_timeout_rule(Turn& turn);
  bool precommit_timeout_rule(Turn& turn);
  BlockId prevote_for(const Proposal& proposal, Candidate& candidate, Turn& turn);
  void take_polka(RoundMessages& messages, const BlockId& block_id, Candidate& candidate,
                  Turn& turn);
  bool is_valid(Candidate& candidate, const BlockId& block_id, Turn& turn);

  // tendermint.cpp: rounds, timers, heights.
  void start_round(Round round, Turn& turn);
  bool is_wanted(Round round) const;
  void forget_old_rounds();
  void forget_old_own_messages();
  void arm(std::uint8_t slot, Duration timeout, Turn& turn);
  void disarm_all(Turn& turn);
  void decide(const DecodedBlockPointer& block, Commit commit, bool waits, Turn& turn);
  void apply_decision(const DecodedBlockPointer& block, Commit commit, Work& work);
  void open_next_height();
  void begin_height();
  std::optional<std::size_t> own_index() const;
  std::size_t validators_max() const;
  void take_updates(const Block& block, std::vector<ValidatorUpdate> updates);
  void take_buffered_height();
  Commit commit_of(const RoundMessages& messages, Round round, const BlockId& block_id) const;
  Commit certificate_of(const VoteSet& votes, Round round, const BlockId& block_id) const;

  // tendermint_speak.cpp: what this node says.
  void propose(Turn& turn);
  void publish_block(const DecodedBlockPointer& block, bool is_new, BlockId& block_id, Turn& turn);
  void sign_vote(VoteType type, const BlockId& block_id, Turn& turn);
  void record_and_keep(const OwnKey& key, const Frame& frame, Turn& turn);
  const Block* block_to_be_later_than() const;

  // tendermint_justify.cpp: what allows a vote against an earlier precommit.
  void justify(const BlockId& block_id, Round polka_round, Turn& turn);
  Round latest_other_precommit(const BlockId& block_id) const;
  void keep_justification(Justification justification);
  void forget_old_justifications();
  bool is_too_old(Height height) const;

  // tendermint_messages.cpp: what others say.
  Verdict receive_proposal(const Frame& frame, const Envelope& envelope, Turn& turn);
  Verdict receive_vote(const Frame& frame, const DecodedVote& decoded, Turn& turn);
  Verdict receive_current_proposal(const Frame& frame, const Envelope& envelope,
                                   const Proposal& proposal, Turn& turn);
  Verdict receive_current_vote(const Frame& frame, const Envelope& envelope, const Vote& vote,
                               std::size_t index, Turn& turn);
  Verdict receive_past_proposal(const Frame& frame, const Envelope& envelope,
                                const Proposal& proposal, Turn& turn);
  Verdict receive_past_vote(const Frame& frame, const Envelope& envelope, const Vote& vote,
                            std::size_t index, Turn& turn);
  Verdict buffer(FutureMessages& messages, const Frame& frame, const Envelope& envelope,
                 const Statement& statement, Turn& turn);
  bool may_displace(std::size_t index, MonotonicTime now) const;
  Duration displacement_interval() const;
  bool signature_holds(const Envelope& envelope, Height height, Turn& turn);
  void report(const Frame& first, const Frame& second, Turn& turn);
  void add_vote(std::size_t index, const Vote& vote, const Frame& frame);
  void add_proposal(const Proposal& proposal, const Frame& frame);
  void add_checked(std::size_t index, const Frame& frame);
  void add_straggler(std::size_t index, const Vote& vote, const Envelope& envelope);
  bool may_propose(NodeId node, Height height, Round round);
  RoundLog* past_log(Height height);

  // tendermint_blocks.cpp: blocks, in parts and decided.
  bool may_follow(const DecodedBlock& decoded, BlockStanding standing, Work& work);
  void look_for_fork(const Block& block, Work& work);
  Verdict receive_part(const Frame& frame, const Envelope& envelope, Turn& turn);
  DecodedBlockPointer check_decided(BytesView block_bytes, const Commit& commit, Work& work);

  // tendermint_recovery.cpp: what this node said before it crashed.
  void replay(const Record& record, Work& work);
  void replay_own(const Frame& frame);
  void replay_polka(const Record& record);
  void replay_certificate(const Polka& certificate);
  void replay_decision(const Record& record, Work& work);
  void speak_when_safe();
  void resume(Turn& turn);

  TendermintConfig config_;
  ValidatorSet validators_;       // of round 0 of the open height
  ValidatorSet next_validators_;  // of round 0 of the one after it
  TendermintPorts ports_;
  ValidatorHistory history_;  // of decided heights and the open one
  EvidenceBook evidence_;
  std::optional<CalendarTime> disk_lost_at_;
  bool is_quiet_ = false;            // since then: follows as if it were no validator
  Height accounts_from_ = 1;         // what it said of earlier heights it may have forgotten
  std::optional<std::size_t> self_;  // own index at the open height

  ChainTip tip_;
  Round round_ = 0;
  ConsensusStep step_ = ConsensusStep::new_height;
  RoundValue locked_;
  RoundValue valid_;

  RoundLog log_;
  ProposerSchedule proposers_;       // of the open height
  ProposerSchedule next_proposers_;  // of the one after it
  FutureMessages future_;            // later rounds of the open height
  std::vector<Pace> displacements_;  // of messages in it, by validator
  FutureMessages next_height_;
  Round skip_to_ = kNoRound;         // a later round with f+1 senders; kNoRound: none
  std::vector<Round> precommitted_;  // rounds with +2/3 precommits for a block
  Candidates candidates_;
  Candidates next_candidates_;
  std::map<OwnKey, Frame> own_;   // what this node signed at the open height
  std::vector<Frame> own_parts_;  // of its own proposal in the current round
  std::deque<RoundLog> past_;     // decided heights, newest last
  OffenceLog offences_;
  std::map<Height, std::vector<Justification>> justifications_;  // by height
  std::set<ForkKey> known_forks_;
  std::vector<Fork> forks_;
  std::array<ArmedFor, kTendermintTimers> timers_;
};

}  // namespace callo
