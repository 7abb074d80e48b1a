#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/keys.hpp"
#include "protocol/base/time.hpp"
#include "protocol/chain/duplicate_evidence.hpp"
#include "protocol/ledger/genesis.hpp"
#include "protocol/ledger/transaction.hpp"
#include "protocol/node/holdings.hpp"
#include "protocol/node/light_node.hpp"
#include "protocol/shim/verifier.hpp"
#include "protocol/step/effects.hpp"
#include "sim/checkers/block_memo.hpp"
#include "sim/checkers/honest_message.hpp"

namespace callo::sim {

struct CheckedValidator {
  NodeId node;
  PublicKey key;
  std::int64_t power{};
};

struct CheckedEndpoint {
  NodeId node;
  bool is_honest{};
};

// From `healed_at` on no fault is active; each endpoint of the core (honest, alive, connected) then
// commits at least every `bound`, until the run ends.
struct LivenessPlan {
  Duration healed_at{};
  Duration bound{};
  Duration run_end = Duration::max();
  std::vector<EndpointId> core;
  // Says that the core goes on although the traitors' power leaves it no quorum: a claim that is
  // meant to break.
  bool is_without_quorum = false;
  // Who votes from `healed_at` on, one set after the other; empty: those of the genesis.
  std::vector<std::vector<CheckedValidator>> validators{};
};

// timeoutX(r) = base + r * delta, of each step of a round.
struct GrowingTimeout {
  Duration base{};
  Duration delta{};

  Duration of(Round round) const { return base + delta * round; }
};

struct RoundTimeouts {
  GrowingTimeout propose, prevote, precommit;
};

// No honest clock has shown a later calendar until now, nor will show an earlier one.
struct ClockRange {
  CalendarTime earliest;
  CalendarTime latest;
};

// What the world is told apart from the run itself: all that a checker may know.
struct CheckContext {
  std::uint64_t seed{};  // of the run, for the canary alone
  std::string chain_id;
  // All members, ascending nodes, with their power at the genesis: none for those who only follow.
  std::vector<CheckedValidator> validators;
  bool removes_traitors = false;           // whom a committed block proves one
  std::vector<CheckedEndpoint> endpoints;  // by EndpointId
  Genesis genesis;
  std::optional<LivenessPlan> liveness;
  Duration timeout_precommit = std::chrono::seconds{1};  // of round 0
  std::optional<RoundTimeouts> timeouts{};
  std::vector<EndpointId> untrue_clocks{};  // whose timers do not run by true time
  Duration status_interval = std::chrono::milliseconds{500};
  bool has_median_times = false;         // of the last commit's votes, not the proposer's clock
  Duration clock_drift_max{};            // of a proposer's clock ahead of a voter's
  std::vector<EndpointId> lose_disks{};  // that may come back with an empty disk
  std::function<ClockRange()> honest_clocks;  // now; empty: nobody knows
  Verifier* verifier{};                       // never null; remembering outcomes is up to it
  std::shared_ptr<BlockMemo> blocks = std::make_shared<BlockMemo>();
  std::shared_ptr<MessageMemo> messages = std::make_shared<MessageMemo>();

  const CheckedValidator* validator(NodeId node) const;
  bool is_honest(NodeId node) const;
};

// Where in the run something happened. Times count from the run's start.
struct Moment {
  std::uint64_t step{};
  Duration time{};
  EndpointId endpoint;
  std::uint32_t incarnation{};  // of the endpoint; grows with every restart
  NodeId node;                  // filled in by CheckerSet
};

struct Violation {
  std::string claim;
  std::uint64_t step{};
  Duration time{};
  std::optional<NodeId> node;
  std::string detail;
};

// One block of the committed chain, seen once: the first commit of its height.
struct ChainBlock {
  Height height{};
  std::vector<TransactionPtr> transactions;  // null: does not decode
  std::vector<DuplicateEvidence> evidence;
};

// What a checker wants to be told; nobody pays for what nobody wants.
enum Interest : std::uint16_t {
  kCommits = 1,     // every block that an honest endpoint committed, when it was released
  kBlocks = 2,      // the committed chain, each height once
  kEvidence = 4,    // what an honest endpoint reported
  kSends = 8,       // frames that really left an honest endpoint
  kRecords = 16,    // what an honest endpoint gave to its disk
  kHoldings = 32,   // what an honest endpoint holds in memory, now and then
  kBlames = 64,     // whom an honest endpoint blames for a break of agreement
  kLight = 128,     // what light clients trust and find
  kArrivals = 256,  // what an honest endpoint was given, before what it does about it
  kWishes = 512,    // what an honest endpoint's step wants to send, and to whom
};

// One claim that must hold in every run. It re-derives everything with its own arithmetic: it may
// call decoders, hashes and signature checks, never the production predicate that it checks.
class Checker {
 public:
  // `context` outlives the checker.
  Checker(std::string_view claim, std::uint16_t interests, const CheckContext& context)
      : claim_{claim}, interests_{interests}, context_{context} {}

  virtual ~Checker() = default;
  Checker(const Checker&) = delete;
  Checker& operator=(const Checker&) = delete;

  std::string_view claim() const { return claim_; }

  std::uint16_t interests() const { return interests_; }

  virtual void on_commit(const Moment&, const CommitEffect&) {}

  virtual void on_block(const Moment&, const ChainBlock&) {}

  virtual void on_evidence(const Moment&, const EvidenceEffect&) {}

  virtual void on_send(const Moment&, const Frame&) {}

  // `from`: the hop that it came over.
  virtual void on_arrival(const Moment&, EndpointId /*from*/, const Frame&) {}

  virtual void on_wish(const Moment&, std::span<const EndpointId> /*targets*/, const Frame&) {}

  virtual void on_record(const Moment&, const Record&) {}

  virtual void on_holdings(const Moment&, const Holdings&) {}

  virtual void on_blame(const Moment&, const BlameEffect&) {}

  // A light client started; trusts a new header; halted, since it found these.
  virtual void on_light_start(const Moment&) {}

  virtual void on_light_head(const Moment&, const LightBlock&) {}

  virtual void on_light_attacks(const Moment&, std::span<const FoundAttack>) {}

  virtual void on_end(Duration) {}

  // Why the claim says nothing about this run; empty when it is made. A claim that cannot break
  // must not look like one that held.
  virtual std::string abstention() const { return {}; }

  // The first violation of each node, in the order of happening.
  const std::vector<Violation>& violations() const { return violations_; }

 protected:
  const CheckContext& context() const { return context_; }

  void violated(const Moment& moment, std::string detail);

 private:
  std::string_view claim_;
  std::uint16_t interests_;
  const CheckContext& context_;
  std::vector<Violation> violations_;
};

}  // namespace callo::sim
