#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/time.hpp"

// Everything a run leaves behind: the result files are a pure function of it. Times count from the
// run's start; an absent time means "not before the run ended".
namespace callo::sim {

struct BlockRow {
  Height height{};
  Round round{};
  std::uint32_t proposer{};
  Duration first_proposed_at{};          // the first proposal of the height, whatever its round
  Duration proposed_at{};                // the proposal left its proposer
  Duration first_commit_at{};            // the first honest node committed it
  std::optional<Duration> committed_at;  // more than half of the honest nodes had committed it
  std::uint32_t transactions{};
  std::int64_t bytes{};
  std::string block_hash;  // lower-case hexadecimal
};

struct TransactionRow {
  std::string id;  // lower-case hexadecimal; empty: the payer had no free coin to make it
  std::uint32_t payer{};
  std::uint32_t payee{};
  std::int64_t amount{};  // minor units
  std::string currency;
  Duration scheduled_at{};
  std::optional<Duration> submitted_at;
  std::optional<Duration> committed_at;  // the payee's node committed its block
  std::optional<Height> height;
};

struct NodeRow {
  std::uint32_t node{};
  std::string name;
  std::string city;
  std::uint32_t label{};
  std::vector<std::uint32_t> neighbours;
  std::string traitor;  // its behaviour; empty: honest
  Height height{};      // of its last committed block
  std::uint64_t commits{};
  std::uint64_t messages_sent{};
  std::uint64_t messages_received{};
  std::uint64_t bytes_sent{};
  std::uint64_t bytes_received{};
  std::uint32_t crashes{};
};

struct FaultRow {
  std::string id;
  std::string kind;
  std::string target;
  Duration at{};
  std::optional<Duration> until;
  std::uint64_t fired{};  // how often it really did something
  std::string detail;
};

struct EvidenceRow {
  std::uint32_t culprit{};
  // proposal, prevote, precommit; of who broke agreement: amnesia, fork; of who lied to a light
  // client: light_equivocation, light_amnesia, light_lunatic, light_forward_lunatic
  std::string kind;
  Height height{};
  Round round{};
  std::uint32_t reporter{};
  Duration found_at{};
};

struct LightClientRow {
  std::uint32_t client{};  // from 0, in the order of the scenario
  std::uint32_t node{};    // its number among those of the nodes, behind them
  std::string city;
  std::uint32_t primary{};
  std::vector<std::uint32_t> witnesses;
  Height trusted_height{};
  Duration at{};  // when it was to start
  std::optional<Duration> started_at;
  Height height{};        // of the newest header that it trusts; 0: none
  std::uint64_t heads{};  // how many headers it came to trust, one after the other
  std::optional<Duration> halted_at;
  std::string attack;  // the kind that it halted for; empty: none
  std::uint64_t messages_sent{};
  std::uint64_t messages_received{};
  std::uint64_t bytes_received{};
};

struct ViolationRow {
  std::string claim;
  std::uint64_t step{};
  Duration time{};
  std::optional<std::uint32_t> node;
  std::string detail;
};

// A claim that was checked and could not have broken.
struct AbstentionRow {
  std::string claim;
  std::string reason;
};

// How many traitors each guarantee stands, and how many there are (design.md, section 1).
struct Ceilings {
  std::uint32_t safety{};
  std::uint32_t connectivity{};
  std::uint32_t traitors{};
};

// What differs between two equal runs; never part of a comparison.
struct VolatileCosts {
  std::int64_t wall_ns{};
  std::int64_t cpu_ns{};
  std::int64_t peak_rss_bytes{};
};

// What became of breaks of agreement: two certificates, and across rounds the justifications of
// honest nodes, name more than a third of the power; or they do not.
struct AccountabilityCounts {
  std::uint64_t attributed_breaks{};
  std::uint64_t unattributed_breaks{};
  std::vector<std::uint32_t> culprits;  // nodes, ascending
  std::vector<std::uint32_t> suspects;  // asked by some honest node, silent to the end; ascending
};

struct SentFrames {
  std::uint64_t frames_sent{};
  std::uint64_t bytes_sent{};
};

// Messages of one kind; a frame to several receivers counts once for each.
struct MessageKindRow {
  std::string kind;
  SentFrames sent;
  std::uint64_t frames_delivered{};
  bool is_agreement = false;  // proposals, block parts and votes, alone or in bundles
};

// All tables of an overlay at one instant.
struct OverlaySnapshotRow {
  Duration at{};
  std::uint32_t nodes{};       // up
  std::uint32_t in_system{};   // of these, honest and with their join over
  std::uint32_t consistent{};  // of these, with a K-consistent table
  std::uint64_t missing{};     // neighbours that tables lack
  std::uint64_t foreign{};     // neighbours in tables that are not there
  std::uint32_t apart{};       // nodes cut off from the first one's network
  std::uint32_t eclipsed{};    // honest nodes that stand among traitors only
};

// What became of the lookups of one kind.
struct LookupCounts {
  std::string kind;  // node, block, transaction, coins
  std::uint64_t lookups{};
  std::uint64_t found{};          // proven, or proven to be none
  std::uint64_t unproven{};       // nobody who answered could show it
  std::uint64_t refused{};        // too much was under way
  std::uint64_t wrong{};          // accepted although not true
  std::uint64_t stale{};          // true as of an older block than those published
  std::uint64_t searcher_gone{};  // before it had an answer
  std::uint64_t target_gone{};    // not found, and no more there when the answer came
  std::uint64_t questions{};
  std::uint64_t rejected{};         // answers that were seen through
  std::vector<std::uint64_t> hops;  // how many were found over 0, 1, 2, … hops
};

struct LookupRecord {
  std::vector<LookupCounts> kinds;
  std::uint64_t unanswered{};       // at the end of the run
  std::vector<Duration> latencies;  // of those that were answered
};

// What a run without consensus leaves behind.
struct OverlayRecord {
  std::uint64_t joins_begun{};
  std::uint64_t joins_unfinished{};  // at the end, of those that were still up
  std::vector<Duration> join_times;  // of those that came in
  std::uint64_t notifications{};     // that they sent to come in
  std::uint64_t failed{};
  std::uint64_t left{};
  std::uint64_t repaired{};                       // entries filled again
  std::array<std::uint64_t, 5> rejected{};        // messages, by OverlayRejection
  std::array<std::uint64_t, 5> copies_refused{};  // by CopyDefect
  std::uint64_t copies_outvoted{};
  std::uint64_t eclipse_alarms{};  // how often a node found out that it had been eclipsed
  std::vector<OverlaySnapshotRow> snapshots;
  std::optional<LookupRecord> lookups;
};

struct RunRecord {
  std::string digest;  // lower-case hexadecimal
  std::uint64_t events{};
  std::uint64_t messages{};                   // delivered
  std::uint64_t bytes{};                      // delivered
  std::vector<MessageKindRow> message_kinds;  // all there are
  SentFrames repaired;            // those of is_agreement that were sent to repair a peer
  std::uint64_t signatures{};     // made, by all nodes together
  std::uint64_t verifications{};  // of signatures, by all nodes together
  Duration simulated{};
  std::uint64_t rounds{};            // of all heights committed by honest nodes
  std::optional<Duration> recovery;  // from the end of the last fault to the next commit
  bool is_recovery_known = false;    // false: no fault ended, so there is nothing to recover from
  Ceilings ceilings;
  AccountabilityCounts accountability;
  std::uint32_t measured_links_ppm{};  // share of the node pairs with a measured latency
  std::vector<BlockRow> blocks;        // ascending heights, as the honest nodes committed them
  std::vector<TransactionRow> transactions;  // by scheduled time
  std::vector<NodeRow> nodes;
  std::vector<FaultRow> faults;  // traitors too, of kind "traitor:<behaviour>"
  std::vector<EvidenceRow> evidence;
  std::vector<LightClientRow> light_clients;
  std::vector<std::uint32_t> light_culprits;  // whom their evidence proves; ascending
  std::vector<ViolationRow> violations;
  std::vector<AbstentionRow> abstentions;
  std::optional<OverlayRecord> overlay;  // of a run without consensus
  bool was_interrupted = false;
  VolatileCosts costs;
};

}  // namespace callo::sim
