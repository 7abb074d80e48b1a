#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/hosts/disk.hpp"
#include "sim/network/fidelity.hpp"
#include "sim/scenario/overlay_spec.hpp"
#include "sim/scenario/units.hpp"
#include "sim/traitors/mutation.hpp"
#include "sim/workload/lookup_workload.hpp"

// A whole scenario, resolved: what the reader gives and the runner runs. A member's initialiser is
// the default of its key; sim/scenario/fields.cpp names, bounds and documents every key.
namespace callo::sim {

enum class Crypto : std::uint8_t { ed25519, modelled };
enum class TopologyKind : std::uint8_t { hypercube, complete };
enum class Placement : std::uint8_t { antipodal, random, none };
enum class ConsensusEngine : std::uint8_t { tendermint, none };
enum class Dissemination : std::uint8_t { direct, flood, tree, exchange };
enum class BlockTime : std::uint8_t { proposer, median };
enum class EvidenceRule : std::uint8_t { report, remove };
enum class ExchangeOrder : std::uint8_t { near_first, far_first };
enum class LabelOrder : std::uint8_t { given, latency, random };
enum class WorkloadKind : std::uint8_t { payments, none, lookups };
enum class SpokenMessage : std::uint8_t { proposal, prevote, precommit };
enum class ViolationSeeds : std::uint8_t { every, some };

// Nodes as the scenario names them: "n3", a city, or "all"; see selectors.hpp.
using NodeSelectors = std::vector<std::string>;
// "Lagos-Accra" (both ways), "Lagos->Accra" (one way), "n3-n7".
using LinkSelectors = std::vector<std::string>;

struct TopologySpec {
  TopologyKind kind = TopologyKind::hypercube;
  std::uint32_t nodes = 0;  // never 0 once read: the sum of `cities` when the key is absent
  std::uint32_t extra_links = 0;
  Placement placement = Placement::antipodal;
  LabelOrder labels = LabelOrder::given;
  bool operator==(const TopologySpec&) const = default;
};

struct FidelitySpec {
  Fidelity votes = Fidelity::latency;  // votes, and the status messages of repair
  Fidelity blocks = Fidelity::fluid;
  Fidelity transactions = Fidelity::latency;
  bool operator==(const FidelitySpec&) const = default;
};

struct NetworkSpec {
  TopologySpec topology;
  // Nodes per city. Empty: all nodes stand in one place named "local", `latency` apart.
  std::map<std::string, std::uint32_t> cities;
  Duration latency = std::chrono::milliseconds(20);     // one way, without cities
  Duration last_mile = std::chrono::microseconds(500);  // one way, added for each of both ends
  BitRate bandwidth{100'000'000};                       // of each node, up and down
  Jitter jitter;                                        // without cities, "measured" is none
  Probability loss;
  Probability duplication;
  Probability reordering;
  Duration reordering_delay = std::chrono::milliseconds(50);  // at most, of a reordered message
  FidelitySpec fidelity;
  std::map<std::string, LinkSelectors> risk_groups;  // links that share a cable
  std::map<std::string, NodeSelectors> sites;        // nodes that share a building
  bool operator==(const NetworkSpec&) const = default;
};

struct ConsensusSpec {
  ConsensusEngine engine = ConsensusEngine::tendermint;
  Dissemination dissemination = Dissemination::flood;
  std::uint32_t trees = 1;  // of `tree`, and of what is no vote under `exchange`
  Duration exchange_timeout = std::chrono::milliseconds(500);
  ExchangeOrder exchange_order = ExchangeOrder::near_first;
  // timeoutX(r) = X + r * X_delta, arXiv:1807.04938; the defaults are CometBFT's.
  Duration timeout_propose = std::chrono::seconds(3);
  Duration timeout_propose_delta = std::chrono::milliseconds(500);
  Duration timeout_prevote = std::chrono::seconds(1);
  Duration timeout_prevote_delta = std::chrono::milliseconds(500);
  Duration timeout_precommit = std::chrono::seconds(1);
  Duration timeout_precommit_delta = std::chrono::milliseconds(500);
  Duration timeout_commit = std::chrono::seconds(1);
  ByteCount block_bytes_max{1 << 20};
  Duration status_interval = std::chrono::milliseconds(500);  // between status messages of repair
  BlockTime block_time = BlockTime::proposer;
  Duration clock_drift_max = std::chrono::seconds(10);  // of a proposer ahead of a voter
  EvidenceRule evidence_policy = EvidenceRule::report;
  std::int64_t evidence_age_blocks = 100'000;  // too old when both are exceeded
  Duration evidence_age = std::chrono::hours(48);
  std::uint32_t snapshot_interval = 0;  // heights; 0: no snapshots
  bool operator==(const ConsensusSpec&) const = default;
};

// Processor time that cryptography costs a node; libsodium and OpenSSL on a 3 GHz x86-64 core.
struct ProcessorSpec {
  Duration signature = std::chrono::microseconds(25);
  Duration verification = std::chrono::microseconds(60);
  Duration hash_kib = std::chrono::microseconds(2);  // per 1,024 bytes hashed
  bool operator==(const ProcessorSpec&) const = default;
};

struct StorageSpec {
  Duration sync = std::chrono::milliseconds(1);  // until records are durable
  bool operator==(const StorageSpec&) const = default;
};

struct WorkloadSpec {
  WorkloadKind kind = WorkloadKind::payments;
  EventRate rate{10'000'000};     // of all banks together
  std::int64_t amount_min = 100;  // minor units of the payer's currency
  std::int64_t amount_max = 100'000;
  Duration from{};
  std::optional<Duration> until;                      // absent: to the end of the run
  Duration expires_after = std::chrono::seconds(30);  // an unfinished payment frees its coins
  // Of lookups: shares of what they are for, and the chain that is searched.
  std::uint32_t nodes = 1;
  std::uint32_t blocks = 0;
  std::uint32_t transactions = 0;
  std::uint32_t coins = 0;
  Popularity popularity = Popularity::uniform;
  std::uint32_t chain_blocks = 20;  // half of them are there from the first lookup on
  Duration block_interval = std::chrono::seconds(10);  // of the other half
  bool operator==(const WorkloadSpec&) const = default;
};

// From block H + 2 on, H being the block that commits the registrar's order, a node votes with this
// power; 0: it only follows. At time 0 it is so from the genesis on. Without any, all nodes have
// power 1 for ever.
struct ValidatorChangeSpec {
  Duration at{};
  NodeSelectors nodes;  // key `node`
  std::int64_t power = 0;
  bool operator==(const ValidatorChangeSpec&) const = default;
};

// What holds from `at` on, after the fault's start, until the next stage.
struct StageSpec {
  Duration at{};
  bool down = false;
  Probability loss;
  Duration extra_rtt{};
  bool restore = false;
  bool operator==(const StageSpec&) const = default;
};

// One fault; which of the members a kind takes is written in kinds.cpp.
struct FaultSpec {
  std::string kind;
  std::string id;  // never empty once read: "<kind>-<number from 1>" when the key is absent
  NodeSelectors nodes;
  LinkSelectors links;
  std::vector<std::string> cities;
  std::vector<NodeSelectors> groups;  // of a partition; one group is cut from all other nodes
  Duration at{};
  std::optional<Duration> duration;  // key `for`; absent: to the end of the run
  Disk disk = Disk::kept;
  bool one_way = false;  // a partition that only cuts what the first group sends
  Probability probability{kCertain};
  Duration delay{};
  std::int64_t offset_ms = 0;  // of a calendar clock, ahead
  std::int64_t drift_ppm = 0;
  std::string group;                   // of `network.risk_groups`
  std::string site;                    // of `network.sites`
  std::vector<std::string> countries;  // ISO 3166, two letters
  Probability common_cause{kCertain};
  std::vector<StageSpec> stages;
  std::optional<Duration> rejoin;  // after `for`, with an empty disk in place of a damaged one
  Duration period = std::chrono::seconds(1);
  std::uint32_t factor = 2;
  BitRate bandwidth{1'000'000};
  bool operator==(const FaultSpec&) const = default;
};

// When a behaviour acts: all that is given must hold.
struct TriggerSpec {
  Duration from{};
  std::optional<Duration> until;
  Probability probability{kCertain};
  std::vector<IntegerRange> heights;  // one of them; empty: all
  std::vector<IntegerRange> rounds;
  std::vector<HeightAndRound> at;  // one of these rounds of these heights; empty: all
  std::vector<std::string> on;     // all that the traitor must have come to in the round
  bool operator==(const TriggerSpec&) const = default;
};

// Whom the two copies of `twins` are in touch with in one round, both ways.
struct TwinRoundSpec {
  std::int64_t height = 1;
  std::int64_t round = 0;
  NodeSelectors first;              // with proposals, block parts and prevotes
  NodeSelectors second;             // of the second copy
  NodeSelectors first_precommits;   // with precommits
  NodeSelectors second_precommits;  // of the second copy
  bool operator==(const TwinRoundSpec&) const = default;
};

// One lie of `mutate_as_told`.
struct MutationSpec {
  std::int64_t height = 1;
  std::int64_t round = 0;
  SpokenMessage message = SpokenMessage::prevote;
  Change change = Change::nil;
  std::int64_t by = 1;      // of `round`, `height` and `valid_round`
  NodeSelectors receivers;  // who hears it; absent: everybody
  bool operator==(const MutationSpec&) const = default;
};

struct TraitorSpec {
  NodeSelectors nodes;
  std::string behaviour;
  TriggerSpec trigger;
  NodeSelectors victims;    // whom it deviates towards, or words of audience.hpp; empty: everybody
  NodeSelectors spared;     // but not these
  NodeSelectors receivers;  // whom `selective` and `withhold_*` still send to
  NodeSelectors payers;     // of `censor`; empty: every second node
  NodeSelectors split;      // who is shown the first variant; empty: every other node
  std::string coalition;    // traitors of one name share their split and their variants
  bool forwards = true;     // a silent node still passes on what others say
  Duration delay = std::chrono::seconds(1);  // how long what is held back is held back
  // Of twins, in place of `split`: outside these rounds the second copy says nothing.
  std::vector<TwinRoundSpec> schedule;
  std::vector<MutationSpec> mutations;  // of `mutate_as_told`
  // Address groups over which all that surround one place are spread, besides those of the honest.
  std::uint32_t origins = 1;
  // Of `*_items`: the ids are drawn to stand nearest to where this owner's coins are kept.
  std::optional<std::uint32_t> around_owner;
  bool operator==(const TraitorSpec&) const = default;
};

// A client without a ledger and without a vote that follows the chain by the headers that full
// nodes serve. Its user got the hash of its trusted header from somebody honest.
struct LightClientSpec {
  std::string city;  // where it stands; empty: beside its primary
  Duration at{};     // it starts then, or when its trusted height is decided
  std::int64_t trusted_height = 1;
  NodeSelectors primary;  // one node
  NodeSelectors witnesses;
  Duration interval = std::chrono::seconds(1);  // between two looks at the head
  Duration trusting_period = std::chrono::hours(14 * 24);
  bool operator==(const LightClientSpec&) const = default;
};

enum class Corruption : std::uint8_t { fixed, adaptive };
enum class View : std::uint8_t { own, rushing };

// One object that sees messages before anybody has them (sim/adversary).
struct AdversarySpec {
  std::string strategy;
  Probability power;  // of all voting power that it may corrupt
  Corruption corruption = Corruption::fixed;
  Duration corruption_delay{};  // until an adaptive corruption takes effect
  View view = View::rushing;
  std::string behaviour;  // of whom it corrupts; never empty once read where `power` is not 0
  bool operator==(const AdversarySpec&) const = default;
};

// Partial synchrony: what the adversary must let through, and when.
struct SynchronySpec {
  Duration gst{};
  Duration max_delay = std::chrono::seconds(1);
  bool operator==(const SynchronySpec&) const = default;
};

enum class Budget : std::uint8_t { survivable, healing, unlimited };

// Faults and traitors drawn from the seed. Each seed switches each kind off with probability one
// half, but never all (swarm testing, Groce et al. 2012).
struct RandomSpec {
  std::uint32_t faults = 0;
  Budget budget = Budget::healing;
  std::vector<std::string> fault_kinds;  // never empty once read: all kinds when the key is absent
  std::uint32_t traitors = 0;
  std::vector<std::string> traitor_kinds;
  Duration from{};
  std::optional<Duration> until;  // every drawn fault has ended; absent: half of the run
  bool operator==(const RandomSpec&) const = default;
};

// What `callo explore` may make of this scenario, seed by seed; a single run does not look at it.
struct ExploreSpec {
  std::vector<std::string> vary;     // features; never empty once read unless written "none"
  std::vector<std::uint32_t> nodes;  // numbers of nodes to choose from; empty: the topology's
  std::uint32_t faults_max = 6;
  bool operator==(const ExploreSpec&) const = default;
};

struct ExpectSpec {
  std::vector<std::string>
      invariants;  // names of claims; never empty once read, "all" is spelled out
  std::optional<std::string> violation;  // the claim that must break
  ViolationSeeds violation_seeds = ViolationSeeds::every;
  std::optional<Duration> liveness_after;  // from then on the healed core must commit …
  Duration liveness_bound = std::chrono::seconds(30);  // … within this time
  std::vector<std::string> assertions;                 // key `assert`
  bool operator==(const ExpectSpec&) const = default;
};

struct ScenarioSpec {
  std::string name;
  std::string description;
  IntegerRange seeds{1, 1};
  Duration duration = std::chrono::seconds(60);
  CalendarTime start{std::chrono::seconds(1'710'392'400)};  // 2024-03-14T05:00:00Z, a Thursday
  Crypto crypto = Crypto::ed25519;
  std::optional<std::int64_t> key_seed;  // absent: the run's own seed
  NetworkSpec network;
  ConsensusSpec consensus;
  OverlaySpec overlay;  // of a run without consensus
  ChurnSpec churn;
  ProcessorSpec processor;
  StorageSpec storage;
  WorkloadSpec workload;
  std::vector<ValidatorChangeSpec> validator_changes;
  std::vector<FaultSpec> faults;      // [[fault]]
  std::vector<TraitorSpec> traitors;  // [[traitor]]
  std::vector<LightClientSpec> light_clients;
  std::optional<AdversarySpec> adversary;
  SynchronySpec synchrony;
  RandomSpec random;
  ExploreSpec explore;
  ExpectSpec expect;
  bool operator==(const ScenarioSpec&) const = default;

  bool is_overlay_only() const { return consensus.engine == ConsensusEngine::none; }
};

}  // namespace callo::sim
