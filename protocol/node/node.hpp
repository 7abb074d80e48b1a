#pragma once

#include <map>
#include <string>
#include <vector>

#include "protocol/consensus/tendermint/tendermint.hpp"
#include "protocol/node/block_archive.hpp"
#include "protocol/node/catch_up.hpp"
#include "protocol/node/decided_block.hpp"
#include "protocol/node/evidence_pool.hpp"
#include "protocol/node/executor.hpp"
#include "protocol/node/holdings.hpp"
#include "protocol/node/inquests.hpp"
#include "protocol/node/membership.hpp"
#include "protocol/node/repair.hpp"
#include "protocol/node/request_gate.hpp"
#include "protocol/node/sequence_counter.hpp"
#include "protocol/node/snapshot_sync.hpp"
#include "protocol/node/tendermint_messages.hpp"
#include "protocol/node/vote_exchange.hpp"
#include "protocol/overlay/dissemination.hpp"
#include "protocol/overlay/seen_frames.hpp"
#include "protocol/shim/random.hpp"
#include "protocol/shim/signer.hpp"
#include "protocol/shim/verifier.hpp"
#include "protocol/step/machine.hpp"

namespace callo {

// Timer slots of the stack beyond those of the consensus engine.
inline constexpr TimerId kStatusTimer{8};
inline constexpr TimerId kCatchUpTimer{10};
inline constexpr TimerId kSnapshotTimer{11};
inline constexpr TimerId kAskTimer{12};
inline constexpr TimerId kInquestTimer{13};

struct NodeConfig {
  std::string chain_id;
  NodeId self;
  TendermintConfig consensus;
  PoolLimits mempool = kMempoolLimits;
  // Zero switches repair off (for measuring what it is worth).
  Duration status_interval = std::chrono::milliseconds{500};
  std::uint32_t status_fanout = 2;  // neighbours told per interval, in turn
  CatchUpLimits catch_up;
  std::size_t catch_up_bytes_max = 1 << 20;  // of decided blocks sent per request
  Duration request_interval_min = std::chrono::milliseconds{4};  // of one member's requests
  // Heights between two snapshots; zero: none are taken, and none asked for. Same on every node.
  Height snapshot_interval = 0;
  InquestLimits inquest;
  Duration question_interval_min = std::chrono::milliseconds{200};  // of one member's, about forks
  LightOptions light;  // what a snapshot's header is trusted by
  std::size_t seen_frames_capacity = 4096;
  // How long a step of the vote exchange waits for a silent partner; after as long as that a node
  // that still lacks votes asks again.
  Duration exchange_timeout = std::chrono::milliseconds{500};
};

// What several nodes of one process may share; the lists are immutable. The memos may be null: then
// every node decodes for itself, with the same result.
struct NodeEnvironment {
  const Membership& membership;
  const LedgerState& genesis;
  const Dissemination& dissemination;
  Signer& signer;
  Verifier& verifier;
  Random& random;
  DecodedBlocks* decoded_blocks = nullptr;
  LedgerMemo* ledger_memo = nullptr;
  // Frames keep their decoded form for whoever gets them next.
  bool remembers_frames = false;
  // Votes travel by dimension exchange; null: by `dissemination`, as everything else.
  const ExchangePlan* exchange = nullptr;
};

// A node is a stack of machines and routes messages among them by kind: dissemination (what is new
// goes on to the neighbours), mempool, consensus, executor, evidence, and repair by status
// messages.
class Node final : public Machine, private Broadcast, private BundleSender {
 public:
  Node(NodeConfig config, NodeEnvironment environment);

  void step(Now now, const Input& input, Effects& out) noexcept override;

  const Tendermint& consensus() const { return tendermint_; }

  const Executor& executor() const { return executor_; }

  const CatchUp& catch_up() const { return catch_up_; }

  const BlockArchive& archive() const { return archive_; }

  Holdings holdings() const;

 private:
  // Where a step's effects stood before a machine was asked.
  struct Mark {
    std::size_t commits;
    std::size_t evidence;
  };

  void on(Now now, const Started& input, Effects& out);
  void on(Now now, const Received& input, Effects& out);
  void on(Now now, const TimerFired& input, Effects& out);
  void on(Now now, const Submitted& input, Effects& out);
  void on(Now now, const PeerUp& input, Effects& out);

  void on(Now, const PeerDown&, Effects&) {}

  void on(Now, const Completed&, Effects&) {}

  Verdict route(Now now, const Received& input, const Envelope& envelope, Effects& out);
  void forward(const Received& input, const Envelope& envelope, Effects& out);
  void forward_on_other_way(const Received& input, Effects& out);
  Verdict receive_status(Now now, EndpointId from, const Envelope& envelope, Effects& out);
  Verdict receive_evidence(Now now, const Envelope& envelope, Effects& out);
  void hear_both(Now now, const DuplicateEvidence& evidence, Effects& out);
  Verdict receive_decided(Now now, const Received& input, const Envelope& envelope, Effects& out);
  Verdict admit_request(Now now, const Envelope& envelope, Effects& out);
  Verdict receive_block_request(Now now, EndpointId from, const Envelope& envelope, Effects& out);
  Verdict apply_held(Now now, Effects& out);
  Verdict apply_decided(Now now, const DecidedBlock& decided, Effects& out);
  void ask_for_blocks(Now now, Effects& out);

  Verdict receive_light_request(Now now, EndpointId from, const Envelope& envelope, Effects& out);
  Verdict receive_snapshot_request(Now now, EndpointId from, const Envelope& envelope,
                                   Effects& out);
  Verdict receive_snapshot_offer(Now now, EndpointId from, const Envelope& envelope, Effects& out);
  Verdict receive_light_block(Now now, EndpointId from, const Envelope& envelope, Effects& out);
  Verdict receive_snapshot_piece(Now now, const Received& input, const Envelope& envelope,
                                 Effects& out);
  void offer_snapshot(EndpointId peer, Effects& out);
  void ask_for_snapshot(Now now, Effects& out);
  void adopt_snapshot(Now now, Effects& out);
  void start_from(const Record& snapshot, Work& work);
  void take_snapshot_when_due(Effects& out);

  bool is_signed_by_sender(const Envelope& envelope, Effects& out);
  bool is_newer_status(const Envelope& envelope);
  bool may_answer(Now now, NodeId asker);
  // Archives what was decided, gossips evidence that is new.
  void after_consensus(Now now, Mark mark, Effects& out);
  void publish_new_evidence(std::size_t first, Effects& out);

  // node_inquest.cpp: who broke agreement.
  void look_into_new_forks(Now now, Effects& out);
  void carry_on_inquests(Now now, Effects& out);
  void hear_own_answer(OpenInquest& open, Effects& out);
  Frame own_answer(const Fork& fork, Effects& out);
  void report_blame(OpenInquest& open, bool is_final, Effects& out);
  Verdict receive_justification_request(Now now, EndpointId from, const Envelope& envelope,
                                        Effects& out);
  Verdict receive_justification_answer(Now now, const Frame& frame, const Envelope& envelope,
                                       Effects& out);
  void answer_all(Now now, OpenInquest& open, Effects& out);
  void answer_one(EndpointId from, const Fork& fork, Effects& out);

  void on_status_timer(Now now, Effects& out);
  void listen_again_when_stalled();
  void tell_status(EndpointId peer, Effects& out);
  void send_decided(EndpointId peer, const BlockRequest& request, Effects& out);
  const Frame& sealed_decided(Height height, Effects& out);

  // node_transactions.cpp: what waits for a block.
  Verdict receive_transaction(const Received& input, const Envelope& envelope, Effects& out);
  Verdict refuse(Refusal refusal, Effects& out);
  void publish(const DecodedTransaction& transaction, Effects& out);
  void pass_on_admitted(Effects& out);
  Status status_with_pending();
  std::uint32_t send_lacking(EndpointId peer, const PendingWindow& window, Effects& out);

  // node_votes.cpp: votes that travel together.
  Verdict receive_bundle(Now now, const Received& input, const Envelope& envelope, Effects& out);
  void pass_on_votes(const Received& input, const VoteBundle& bundle, Effects& out);
  void take_part(Now now, EndpointId from, const VoteBundlePointer& bundle, Effects& out);
  bool is_near(const VotePhase& phase) const;
  bool is_past(const VotePhase& phase) const;
  void send_bundle(const VotePhase& phase, std::uint8_t step, const ExchangePlan::Partner& partner,
                   const VoteBundlePointer& came_from_partner, Effects& out) override;
  bool begin_exchange(const Frame& own, Effects& out);
  bool lacks_votes(const VotePhase& phase) const;
  bool lacks_what_exchange_brings() const;
  bool is_awaited_elsewhere() const;
  void ask_if_lacking(Now now, Effects& out);
  void on_ask_timer(Now now, Effects& out);
  void ask(Now now, Effects& out);

  void to_all(const Frame& frame, MessageClass message_class, Effects& out) override;
  Frame seal_own(MessageKind kind, BytesView data, Effects& out);

  NodeConfig config_;
  NodeEnvironment environment_;
  LightBlock genesis_;  // what trust in a snapshot starts from
  Executor executor_;
  Tendermint tendermint_;
  TendermintMessages held_messages_;
  Repair repair_;
  std::optional<VoteExchange> exchange_;
  SeenFrames seen_;
  EvidencePool evidence_;
  BlockArchive archive_;
  std::map<Height, Frame> sealed_decided_;  // the newest few, so that serving many peers seals once
  std::vector<std::uint64_t> last_status_sequence_;  // by node
  std::vector<MonotonicTime> next_answer_at_;        // by node
  SequenceCounter sequences_;
  std::size_t next_status_peer_ = 0;
  IdPrefix next_window_ = 0;
  Height height_at_tick_ = 0;
  std::uint32_t stalled_ticks_ = 0;
  std::uint32_t quiet_ticks_ = 0;
  CatchUp catch_up_;
  RequestGate requests_;
  RequestGate questions_;
  Inquests inquests_;
  std::vector<CatchUp::Ask> asks_;  // kept for its capacity
  SnapshotStore snapshots_;
  SnapshotSync snapshot_sync_;
  MonotonicTime now_;  // of the step under way
  MonotonicTime next_ask_at_;
  bool is_ask_timer_armed_ = false;
  std::vector<Verdict> verdicts_;    // of one bundle's votes
  std::vector<EndpointId> targets_;  // lent to the dissemination
};

}  // namespace callo
