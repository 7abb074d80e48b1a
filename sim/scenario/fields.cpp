#include "sim/scenario/fields.hpp"

#include <algorithm>
#include <array>

#include "sim/scenario/field_rules.hpp"
#include "sim/scenario/kinds.hpp"

// Every key of the scenario format: its name, its member, what it may hold, and one line that says
// what it means. Adding a key is adding a member to spec.hpp and a line here.
namespace callo::sim {

template <>
bool is_meaningful(const NetworkSpec& network, std::string_view key) {
  return key != "latency" || network.cities.empty();
}

template <>
bool is_meaningful(const ConsensusSpec& consensus, std::string_view key) {
  if (consensus.engine == ConsensusEngine::none) {
    return key == "engine";
  }
  const bool exchanges = consensus.dissemination == Dissemination::exchange;
  const bool has_trees = exchanges || consensus.dissemination == Dissemination::tree;
  return (key != "trees" || has_trees) &&
         ((key != "exchange_timeout" && key != "exchange_order") || exchanges);
}

template <>
bool is_meaningful(const WorkloadSpec& workload, std::string_view key) {
  constexpr std::array<std::string_view, 3> kOfPayments{"amount_min", "amount_max",
                                                        "expires_after"};
  constexpr std::array<std::string_view, 7> kOfLookups{
      "nodes", "blocks", "transactions", "coins", "popularity", "chain_blocks", "block_interval"};
  const bool is_of_payments =
      std::find(kOfPayments.begin(), kOfPayments.end(), key) != kOfPayments.end();
  const bool is_of_lookups =
      std::find(kOfLookups.begin(), kOfLookups.end(), key) != kOfLookups.end();
  return (!is_of_payments || workload.kind != WorkloadKind::lookups) &&
         (!is_of_lookups || workload.kind == WorkloadKind::lookups);
}

template <>
bool is_meaningful(const ScenarioSpec& scenario, std::string_view key) {
  return ((key != "overlay" && key != "churn") || scenario.is_overlay_only()) &&
         (key != "synchrony" || scenario.adversary.has_value());
}

template <>
bool is_meaningful(const ChurnSpec& churn, std::string_view key) {
  const bool is_of_lifetimes =
      key == "absence" || key == "from" || key == "until" || key == "graceful" || key == "rejoin";
  return !is_of_lifetimes || churn.lifetime.has_value();
}

template <>
bool is_meaningful(const ExpectSpec& expect, std::string_view key) {
  return key != "violation_seeds" || expect.violation.has_value();
}

template <>
const std::vector<Field<TopologySpec>>& fields_of() {
  using S = TopologySpec;
  static const std::vector<Field<S>> kFields{
      field("kind", &S::kind, kAny, "the overlay's graph"),
      field("nodes", &S::nodes, {.min = 2, .max = kNodesMax},
            "number of nodes; the sum of `cities` when left out"),
      field("extra_links", &S::extra_links, {.min = 0, .max = kNodesMax},
            "links of each node over the plain hypercube"),
      field("placement", &S::placement, kAny, "where the extra links lead"),
      field("labels", &S::labels, kAny,
            "which node stands at which corner: in the given order, near ones together, or by lot"),
  };
  return kFields;
}

template <>
const std::vector<Field<FidelitySpec>>& fields_of() {
  using S = FidelitySpec;
  static const std::vector<Field<S>> kFields{
      field("votes", &S::votes, kAny, "votes and status messages"),
      field("blocks", &S::blocks, kAny, "proposals, block parts and blocks"),
      field("transactions", &S::transactions, kAny, "transactions on their way to proposers"),
  };
  return kFields;
}

template <>
const std::vector<Field<NetworkSpec>>& fields_of() {
  using S = NetworkSpec;
  static const std::vector<Field<S>> kFields{
      field("topology", &S::topology, kAny, "who is linked to whom"),
      field("cities", &S::cities, {.min = 1, .max = kNodesMax},
            "nodes per city; latencies between cities are measured"),
      field("latency", &S::latency, kShort,
            "one-way latency between any two nodes, without `cities`"),
      field("last_mile", &S::last_mile, kShort, "one-way latency of each node's access line"),
      field("bandwidth", &S::bandwidth, {.min = 1}, "of each node's access line, up and down"),
      field("jitter", &S::jitter, kShort,
            "mean random delay over the latency: \"measured\" or a duration"),
      field("loss", &S::loss, kAny, "probability that a message is lost"),
      field("duplication", &S::duplication, kAny, "probability that a message arrives twice"),
      field("reordering", &S::reordering, kAny, "probability that a message is held back"),
      field("reordering_delay", &S::reordering_delay, kShort, "for how long at most"),
      field("fidelity", &S::fidelity, kAny, "how each class of messages is carried"),
      field("risk_groups", &S::risk_groups, kAny, "links that share a cable, by the group's name"),
      field("sites", &S::sites, kNodes, "nodes that share a building, by the site's name"),
  };
  return kFields;
}

template <>
const std::vector<Field<ConsensusSpec>>& fields_of() {
  using S = ConsensusSpec;
  static const std::vector<Field<S>> kFields{
      field("engine", &S::engine, kAny, "the consensus protocol"),
      field("dissemination", &S::dissemination, kAny, "how a message reaches everybody"),
      field("trees", &S::trees, {.min = 1, .max = 14},
            "edge-disjoint spanning trees that `tree` sends by, and `exchange` what is no vote"),
      field("exchange_timeout", &S::exchange_timeout, kTimeout,
            "wait for a silent partner in a step of the vote exchange"),
      field("exchange_order", &S::exchange_order, kAny,
            "the dimensions of the vote exchange: lowest or highest first"),
      field("timeout_propose", &S::timeout_propose, kTimeout, "wait for a proposal in round 0"),
      field("timeout_propose_delta", &S::timeout_propose_delta, kTimeoutDelta, "more per round"),
      field("timeout_prevote", &S::timeout_prevote, kTimeout, "wait after +2/3 mixed prevotes"),
      field("timeout_prevote_delta", &S::timeout_prevote_delta, kTimeoutDelta, "more per round"),
      field("timeout_precommit", &S::timeout_precommit, kTimeout,
            "wait after +2/3 mixed precommits"),
      field("timeout_precommit_delta", &S::timeout_precommit_delta, kTimeoutDelta,
            "more per round"),
      field("timeout_commit", &S::timeout_commit, kTimeoutDelta,
            "wait for late precommits before the next height"),
      field("block_bytes_max", &S::block_bytes_max, {.min = kBlockBytesMin, .max = kBlockBytesMax},
            "size of a block"),
      field("status_interval", &S::status_interval, kTimeoutDelta,
            "between the status messages that repair losses; \"0s\": nothing is repaired"),
      field("block_time", &S::block_time, kAny,
            "the proposer's clock within bounds, or the median of the last commit's timestamps"),
      field("clock_drift_max", &S::clock_drift_max, kTimeoutDelta,
            "how far a proposer's clock may be ahead of a voter's"),
      field("evidence_policy", &S::evidence_policy, kAny,
            "whether proven traitors lose their power two blocks later"),
      field("evidence_age_blocks", &S::evidence_age_blocks, {.min = 1, .max = kEvidenceBlocksMax},
            "evidence is too old when it is older than this …"),
      field("evidence_age", &S::evidence_age, kPositive, "… and than this, by block time"),
      field("snapshot_interval", &S::snapshot_interval, {.min = 0, .max = kHeightsMax},
            "heights from one snapshot of the state to the next; 0: none"),
  };
  return kFields;
}

template <>
const std::vector<Field<OverlaySpec>>& fields_of() {
  using S = OverlaySpec;
  static const std::vector<Field<S>> kFields{
      field("k", &S::k, {.min = 1, .max = kNeighboursPerEntryMax},
            "neighbours kept for each entry of a table (K-consistency)"),
      field("digit_base", &S::digit_base, {.min = 2, .max = 16},
            "base of the ids' digits: 2, 4 or 16"),
      field("core_servers", &S::core_servers, {.min = 0, .max = kCoreServersMax},
            "the first nodes hand out copies of the membership table; 0: any member is a way in"),
      field("known_members", &S::known_members, {.min = 0, .max = kCoreServersMax},
            "founders that a joiner knows besides: for when the servers cannot agree"),
      field("copy_interval", &S::copy_interval, kPositive, "a server's copy is up to this old"),
      field("copy_age_max", &S::copy_age_max, kPositive, "joiners refuse older copies"),
      field("slice", &S::slice, {.min = 4, .max = kSliceMax}, "members in the copy for one joiner"),
      field("registration_interval", &S::registration_interval, kPositive,
            "members tell the servers that they are there; thrice as long unheard is gone"),
      field("heartbeat", &S::heartbeat, kPositive, "a neighbour is heard at least so often"),
      field("retry", &S::retry, kPositive, "what a joiner or a repair asks is asked again"),
      field("snapshots", &S::snapshot_interval, kPositive, "all tables are looked at so often"),
      field("replicas", &S::replicas, {.min = 1, .max = kNeighboursPerEntryMax},
            "members that keep an item: those nearest to its place"),
      field("paths", &S::paths, {.min = 1, .max = kPathsMax},
            "disjoint paths of a search; one that shows nothing is tried over four"),
      field("origin_limit", &S::origin_limit, {.min = 0, .max = kNeighboursPerEntryMax},
            "nodes of one address group (IPv4 /16) in an entry of a table; 0: no limit"),
      field("nodes_per_origin", &S::nodes_per_origin, {.min = 1, .max = kNodesMax},
            "honest nodes that share an address group, one after the other"),
      field("cross_check", &S::cross_check, kInstant,
            "members ask the core servers again so often who stands around them; 0s: never"),
      field("settle", &S::settle, kPositive,
            "this long after the last change all tables must be K-consistent"),
  };
  return kFields;
}

template <>
const std::vector<Field<ChurnSpec>>& fields_of() {
  using S = ChurnSpec;
  static const std::vector<Field<S>> kFields{
      field("initial", &S::initial, {.min = 1, .max = kNodesMax},
            "nodes that begin the network together; all when left out"),
      field("joins_from", &S::joins_from, kInstant, "the others join from then on"),
      field("joins_over", &S::joins_over, kPositive, "within this time, at random instants"),
      field("failures_at", &S::failures_at, kPositive, "when many fail at once"),
      field("failures", &S::failures, kAny, "what share of those that are there then"),
      field("lifetime", &S::lifetime, kPositive, "mean time a node stays; absent: for ever"),
      field("absence", &S::absence, kPositive, "mean time until another takes its place"),
      field("from", &S::from, kInstant, "lifetimes begin"),
      field("until", &S::until, kPositive, "nobody goes from then on; absent: the end of the run"),
      field("graceful", &S::graceful, kAny, "share of those that go which leave, not fail"),
      field("rejoin", &S::rejoin, kAny, "share of those that come which come back, with their key"),
  };
  return kFields;
}

template <>
const std::vector<Field<ProcessorSpec>>& fields_of() {
  using S = ProcessorSpec;
  static const std::vector<Field<S>> kFields{
      field("signature", &S::signature, kShort, "processor time of signing"),
      field("verification", &S::verification, kShort, "processor time of checking a signature"),
      field("hash_kib", &S::hash_kib, kShort, "processor time of hashing 1,024 bytes"),
  };
  return kFields;
}

template <>
const std::vector<Field<StorageSpec>>& fields_of() {
  using S = StorageSpec;
  static const std::vector<Field<S>> kFields{
      field("sync", &S::sync, kShort, "time until records are durable"),
  };
  return kFields;
}

template <>
const std::vector<Field<WorkloadSpec>>& fields_of() {
  using S = WorkloadSpec;
  static const std::vector<Field<S>> kFields{
      field("kind", &S::kind, kAny, "what the banks do"),
      field("rate", &S::rate, {.min = 1, .max = kEventRateMax},
            "payments of all banks, or lookups of all nodes, together, at random instants"),
      field("amount_min", &S::amount_min, kAmount, "in minor units of the payer's currency"),
      field("amount_max", &S::amount_max, kAmount, "in minor units of the payer's currency"),
      field("from", &S::from, kInstant, "first payment or lookup not before"),
      field("until", &S::until, kPositive, "none from then on; absent: the end of the run"),
      field("expires_after", &S::expires_after, kPositive,
            "a payment not committed by then frees its coins"),
      field("nodes", &S::nodes, kShare, "share of the lookups that are for a node, by its id"),
      field("blocks", &S::blocks, kShare, "share of those for a block, by height or by hash"),
      field("transactions", &S::transactions, kShare, "share of those for a transaction"),
      field("coins", &S::coins, kShare, "share of those for all coins of a key"),
      field("popularity", &S::popularity, kAny,
            "all are looked up alike, or the i-th with a weight of 1 / i"),
      field("chain_blocks", &S::chain_blocks, {.min = 2, .max = kChainBlocksMax},
            "blocks of the chain that is searched; the first half is there from the start"),
      field("block_interval", &S::block_interval, kPositive,
            "between two blocks of the other half"),
  };
  return kFields;
}

template <>
const std::vector<Field<ValidatorChangeSpec>>& fields_of() {
  using S = ValidatorChangeSpec;
  static const std::vector<Field<S>> kFields{
      field("at", &S::at, kInstant, "when the registrar orders it; \"0s\": from the genesis on"),
      field("node", &S::nodes, {.is_required = true, .integers_are_nodes = true},
            "node: 3, \"n3\" or a city"),
      field("power", &S::power, {.is_required = true, .min = 0, .max = kPowerMax},
            "its voting power from the second block after the order on; 0: it follows"),
  };
  return kFields;
}

template <>
const std::vector<Field<LightClientSpec>>& fields_of() {
  using S = LightClientSpec;
  static const std::vector<Field<S>> kFields{
      field("city", &S::city, kAny, "where it stands; absent: where its primary stands"),
      field("at", &S::at, kInstant, "when it starts, or when its trusted height is decided"),
      field("trusted_height", &S::trusted_height, {.min = 1, .max = kHeightsMax},
            "the header that its user trusts, from somebody honest"),
      field("primary", &S::primary, {.is_required = true, .integers_are_nodes = true},
            "the full node whose headers it verifies: 3, \"n3\" or a city of one node"),
      field("witnesses", &S::witnesses, {.is_required = true, .integers_are_nodes = true},
            "the full nodes that it compares them with"),
      field("interval", &S::interval, kTimeout, "between two looks at the head"),
      field("trusting_period", &S::trusting_period, kPositive,
            "how long after a header's time its validators are relied on"),
  };
  return kFields;
}

template <>
const std::vector<Field<ExploreSpec>>& fields_of() {
  using S = ExploreSpec;
  static const std::vector<Field<S>> kFields{
      name_list("vary", &S::vary, explored_features, "what may differ from seed to seed"),
      field("nodes", &S::nodes, {.min = 2, .max = kNodesMax}, "numbers of nodes to choose from"),
      field("faults_max", &S::faults_max, {.min = 0, .max = kListedMax},
            "faults of one seed, at most"),
  };
  return kFields;
}

template <>
const std::vector<Field<ExpectSpec>>& fields_of() {
  using S = ExpectSpec;
  static const std::vector<Field<S>> kFields{
      name_list("invariants", &S::invariants, all_claim_names, "the claims that must hold",
                claim_names),
      field("violation", &S::violation, {.names = all_claim_names}, "the claim that must break"),
      field("violation_seeds", &S::violation_seeds, kAny, "in which of the seeds it must break"),
      field("liveness_after", &S::liveness_after, kInstant,
            "from then on the healed core must commit"),
      field("liveness_bound", &S::liveness_bound, kPositive, "within this time"),
      field("assert", &S::assertions, kAny,
            "for instance \"finality.p99 < 3s\" or \"after(cut): recovery_s < 120\""),
  };
  return kFields;
}

template <>
const std::vector<Field<ScenarioSpec>>& fields_of() {
  using S = ScenarioSpec;
  static const std::vector<Field<S>> kFields{
      field("name", &S::name, kRequired, "the file's name without .toml"),
      field("description", &S::description, kAny, "one sentence for a reader"),
      field("seeds", &S::seeds, kAny, "the seeds of `callo check`, \"1\" or \"1..100\""),
      field("duration", &S::duration, kPositive, "simulated time"),
      field("start", &S::start, kAny, "calendar instant of simulated time 0"),
      field("crypto", &S::crypto, kAny, "real signatures, or a model of the same sizes"),
      field("key_seed", &S::key_seed, {.min = 0, .max = INT64_MAX},
            "what all keys are drawn from; absent: the run's seed"),
      field("network", &S::network, kAny, "nodes, places and lines"),
      field("consensus", &S::consensus, kAny, "the protocol and its timeouts"),
      field("overlay", &S::overlay, kAny,
            "of a run without consensus: tables and how they are kept"),
      field("churn", &S::churn, kAny, "of a run without consensus: who comes and goes"),
      field("processor", &S::processor, kAny, "what cryptography costs a node"),
      field("storage", &S::storage, kAny, "what durability costs a node"),
      field("workload", &S::workload, kAny, "what the banks, or the nodes of an overlay, want"),
      field("validator_changes", &S::validator_changes, kAny, "who votes, from when on"),
      field("fault", &S::faults, kAny, "what breaks, and when"),
      field("traitor", &S::traitors, kAny, "who lies, how, and when"),
      field("light_clients", &S::light_clients, kAny, "who follows the chain by its headers alone"),
      field("adversary", &S::adversary, kAny, "who sees messages before anybody has them"),
      field("synchrony", &S::synchrony, kAny, "what that adversary must let through"),
      field("random", &S::random, kAny, "faults and traitors drawn from the seed"),
      field("explore", &S::explore, kAny, "what `callo explore` may change"),
      field("expect", &S::expect, kAny, "what must hold"),
  };
  return kFields;
}

void read_fields(Reading& reading, const Value& root, ScenarioSpec& spec) {
  read_section(reading, root, "", spec);
}

Json write_fields(const ScenarioSpec& spec) {
  return write_section(spec);
}

Json schema_of_fields() {
  return schema_of_section<ScenarioSpec>();
}

}  // namespace callo::sim
