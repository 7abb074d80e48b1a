#include "sim/scenario/kinds.hpp"

#include <algorithm>

namespace callo::sim {

namespace {

const std::vector<std::string> kFaultKeys{"kind", "id", "at", "for"};
const std::vector<std::string> kTraitorKeys{"nodes", "behaviour", "trigger"};
// Of whoever wraps an honest node: the second of two twins is one.
const std::vector<std::string> kWrapperKeys{"victims", "spared"};

std::vector<Kind> with_common_keys(std::vector<Kind> kinds, const std::vector<std::string>& keys) {
  for (Kind& kind : kinds) {
    kind.takes.insert(kind.takes.begin(), keys.begin(), keys.end());
  }
  return kinds;
}

std::vector<Kind> with_wrapper_keys(std::vector<Kind> kinds) {
  for (Kind& kind : kinds) {
    if (kind.name != "twins") {
      kind.takes.insert(kind.takes.end(), kWrapperKeys.begin(), kWrapperKeys.end());
    }
  }
  return kinds;
}

std::vector<std::string> names_of(const std::vector<Kind>& kinds) {
  std::vector<std::string> names;
  for (const Kind& kind : kinds) {
    names.push_back(kind.name);
  }
  return names;
}

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

bool Kind::understands(std::string_view key) const {
  return contains(needs, key) || contains(takes, key);
}

const std::vector<Kind>& fault_kinds() {
  static const std::vector<Kind> kKinds = with_common_keys(
      {
          {"crash",
           "the nodes stop at once; with `for` they start again",
           {"nodes"},
           {"disk", "rejoin"}},
          {"pause", "the nodes do nothing and hear everything late", {"nodes"}, {}},
          {"link_down", "nothing passes over the links", {"links"}, {"stages"}},
          {"region_cut", "nothing passes between the cities and all others", {"cities"}, {}},
          {"partition", "nothing passes between the groups", {"groups"}, {"one_way"}},
          {"loss", "messages are lost with the probability", {"probability"}, {"links"}},
          {"delay", "messages arrive later by the delay", {"delay"}, {"links"}},
          {"duplication", "messages arrive twice with the probability", {"probability"}, {"links"}},
          {"reordering",
           "messages are held back by up to the delay, with the probability",
           {"probability", "delay"},
           {"links"}},
          {"clock_step",
           "the calendar clocks jump by the offset, and back when it is over",
           {"nodes", "offset_ms"},
           {}},
          {"clock_drift", "both clocks run faster by the drift", {"nodes", "drift_ppm"}, {}},
          {"clock_sine",
           "the calendar clocks swing by the offset, ahead and back, once a period",
           {"nodes", "offset_ms", "period"},
           {}},
          {"clock_strobe",
           "the calendar clocks jump by the offset and back again, once a period",
           {"nodes", "offset_ms", "period"},
           {}},
          {"corruption",
           "some bits of messages arrive flipped, with the probability",
           {"probability"},
           {"links"}},
          {"bandwidth_cut",
           "the access lines carry no more than the bandwidth",
           {"nodes", "bandwidth"},
           {}},
          {"clog", "what goes to or from the nodes waits until it is over", {"nodes"}, {}},
          {"swizzle_clog",
           "the nodes are clogged one by one, then unclogged in another order",
           {"nodes", "period"},
           {}},
          {"flapping_link",
           "the links are down and up for a period in turn",
           {"links", "period"},
           {}},
          {"cable_cut",
           "links that share a cable go down, or through stages",
           {"group"},
           {"common_cause", "stages"}},
          {"site_outage",
           "the nodes of the site lose their power together",
           {"site"},
           {"disk", "common_cause"}},
          {"city_outage",
           "the nodes of the cities lose their power together",
           {"cities"},
           {"disk", "common_cause"}},
          {"country_outage",
           "the nodes of the countries lose their power together",
           {"countries"},
           {"disk", "common_cause"}},
          {"slow_node", "processor and disk take so many times as long", {"nodes", "factor"}, {}},
          {"crash_in_write", "each node stops in the middle of its next write", {"nodes"}, {}},
          {"full_disk",
           "the nodes stop at their next write, and are started again every period",
           {"nodes"},
           {"period"}},
      },
      kFaultKeys);
  return kKinds;
}

const std::vector<Kind>& consensus_traitor_kinds() {
  static const std::vector<Kind> kKinds = with_wrapper_keys(with_common_keys(
      {
          {"equivocate_proposal", "proposes two blocks in one round", {}, {"split", "coalition"}},
          {"equivocate_vote", "votes differently towards each side", {}, {"split", "coalition"}},
          {"equivocate", "proposes and votes differently", {}, {"split", "coalition"}},
          {"amnesia", "forgets its lock towards one side", {}, {"split", "coalition"}},
          {"silent", "says nothing of its own", {}, {"forwards"}},
          {"selective", "sends its own messages to the receivers only", {}, {"receivers"}},
          {"garbage", "adds malformed messages", {}, {}},
          {"false_history", "lies about heights, decided blocks and snapshots", {}, {}},
          {"withhold_proposals",
           "keeps its proposals to itself, not their parts",
           {},
           {"receivers"}},
          {"withhold_parts", "proposes blocks that nobody can read", {}, {"receivers"}},
          {"withhold_votes", "proposes but does not vote", {}, {"receivers"}},
          {"withhold_precommits", "prevotes but does not precommit", {}, {"receivers"}},
          {"hidden_lock", "prevotes towards one node a height and precommits to nobody", {}, {}},
          {"delay", "says everything later by the delay", {}, {"delay"}},
          {"delay_randomly", "says everything later by up to the delay", {}, {"delay"}},
          {"delay_growing", "says everything later by the delay times the round", {}, {"delay"}},
          {"rushing",
           "votes last, so that +2/3 stand at one side first",
           {},
           {"delay", "split", "coalition"}},
          {"vote_nil", "votes for no block, whatever is proposed", {}, {}},
          {"vote_blindly", "votes for any block proposed, valid or not, locked or not", {}, {}},
          {"early_precommit", "precommits with its prevote, before any +2/3", {}, {}},
          {"race_rounds", "votes nil in the rounds ahead at once", {}, {}},
          {"false_time", "votes at times that are not now", {}, {}},
          {"propose_out_of_turn", "proposes whoever's turn it is", {}, {}},
          {"invalid_block", "proposes blocks with one of fourteen defects", {}, {}},
          {"bad_last_commit", "proposes blocks whose LastCommit has one of twelve defects", {}, {}},
          {"impersonate", "votes in others' names with six kinds of forged signatures", {}, {}},
          {"replay", "says again what was said two heights ago", {}, {}},
          {"future_rounds", "speaks of rounds up to 2^31 - 1", {}, {}},
          {"future_heights", "speaks of heights up to 2^64 - 1", {}, {}},
          {"mutate", "changes one field of its messages by the smallest step", {}, {}},
          {"mutate_as_told",
           "changes the listed messages towards the listed receivers",
           {"mutations"},
           {}},
          {"flood_votes", "votes for 48 made-up blocks in each ballot", {}, {}},
          {"flood_proposals", "proposes 48 made-up blocks at a time", {}, {}},
          {"flood_parts", "sends parts of 48 made-up blocks at a time", {}, {}},
          {"flood_offences", "floods evidence against itself", {}, {}},
          {"flood_transactions", "hands in 48 payments of made-up coins at a time", {}, {}},
          {"flood_statuses", "sends 48 statuses at a time that ask for everything", {}, {}},
          {"abuse_evidence", "accuses others with six kinds of false evidence", {}, {}},
          {"light_equivocation",
           "shows light clients another block of the same round, signed by its coalition",
           {},
           {"coalition"}},
          {"light_amnesia",
           "shows light clients another block of a later round, signed by its coalition",
           {},
           {"coalition"}},
          {"light_lunatic", "shows light clients a state that does not follow", {}, {"coalition"}},
          {"light_forward_lunatic",
           "shows light clients a header beyond the head",
           {},
           {"coalition"}},
          {"light_phantoms", "shows light clients validators that never were", {}, {"coalition"}},
          {"light_past",
           "shows light clients a header signed by its coalition as if it still had its first "
           "power",
           {},
           {"coalition"}},
          {"censor", "proposes blocks without the payments of some payers", {}, {"payers"}},
          {"propose_empty", "proposes blocks without any payment", {}, {}},
          {"double_spend", "pays one coin to two payees, and on", {}, {"split", "coalition"}},
          {"forge_payments", "adds to each payment eight that no owner signed so", {}, {}},
          {"fill_mempool", "adds a chain of 48 valid payments to itself to each", {}, {}},
          {"twins",
           "runs twice with one key, each copy on one side",
           {},
           {"split", "coalition", "schedule"}},
      },
      kTraitorKeys));
  return kKinds;
}

const std::vector<Kind>& overlay_traitor_kinds() {
  static const std::vector<Kind> kKinds = with_common_keys(
      {
          {"false_copy", "a core server that leads joiners to the accomplices' network", {}, {}},
          {"unproven_copy", "a core server that names accomplices without a proof", {}, {}},
          {"unsigned_copy", "a core server whose copy is not signed", {}, {}},
          {"accomplice", "runs a network of its own with the other accomplices", {}, {}},
          {"withhold_routes", "answers no search, says everything else", {}, {}},
          {"lead_astray", "names nodes that are farther from what is searched", {}, {}},
          {"lead_in_circles", "sends searches back to those who search", {}, {}},
          {"lead_to_nobody", "names what is searched at its own address", {}, {}},
          {"hide_items", "says that it keeps nothing", {}, {"around_owner", "origins"}},
          {"stale_items", "shows what it was given first", {}, {"around_owner", "origins"}},
          {"forge_items",
           "shows changed proofs, or those of other items",
           {},
           {"around_owner", "origins"}},
          {"eclipse",
           "surrounds its victims with ids near theirs, and keeps everybody else from them",
           {"victims"},
           {"origins"}},
          {"poison_tables", "names real nodes at its own address, and ids of nobody", {}, {}},
      },
      kTraitorKeys);
  return kKinds;
}

const std::vector<Kind>& traitor_kinds() {
  static const std::vector<Kind> kKinds = [] {
    std::vector<Kind> kinds = consensus_traitor_kinds();
    kinds.insert(kinds.end(), overlay_traitor_kinds().begin(), overlay_traitor_kinds().end());
    return kinds;
  }();
  return kKinds;
}

const Kind* find_kind(const std::vector<Kind>& kinds, std::string_view name) {
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [name](const Kind& kind) { return kind.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

const std::vector<std::string>& fault_kind_names() {
  static const std::vector<std::string> kNames = names_of(fault_kinds());
  return kNames;
}

const std::vector<std::string>& traitor_kind_names() {
  static const std::vector<std::string> kNames = names_of(traitor_kinds());
  return kNames;
}

const std::vector<std::string>& drawn_traitor_kind_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<Kind> drawn = consensus_traitor_kinds();
    std::erase_if(drawn, [](const Kind& kind) { return !kind.needs.empty(); });
    return names_of(drawn);
  }();
  return kNames;
}

const std::vector<std::string>& sighting_names() {
  static const std::vector<std::string> kNames{"proposer", "polka", "locked", "nil_prevote",
                                               "nil_precommit"};
  return kNames;
}

const std::vector<std::string>& strategy_names() {
  static const std::vector<std::string> kNames{"slowest",         "undecided",
                                               "split_proposer",  "hidden_lock",
                                               "hidden_decision", "corrupt_proposer"};
  return kNames;
}

const std::vector<std::string>& claim_names() {
  static const std::vector<std::string> kNames{"agreement",
                                               "certificates_valid",
                                               "no_double_spend",
                                               "money_conserved",
                                               "liveness",
                                               "no_correct_key_equivocates",
                                               "chain_integrity",
                                               "nobody_framed",
                                               "accountability",
                                               "memory_bounded",
                                               "block_time",
                                               "light_clients_safe",
                                               "light_clients_follow",
                                               "locks_kept",
                                               "timeouts_kept",
                                               "rounds_joined",
                                               "asks_within_claims",
                                               "snapshots_agree"};
  return kNames;
}

const std::vector<std::string>& overlay_claim_names() {
  static const std::vector<std::string> kNames{"k_consistent", "all_reachable", "genuine_tables",
                                               "answers_true", "hops_bounded",  "nobody_eclipsed"};
  return kNames;
}

// "canary" breaks on purpose, to prove that whoever looks for broken claims finds them.
const std::vector<std::string>& all_claim_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names = claim_names();
    names.push_back("canary");
    names.insert(names.end(), overlay_claim_names().begin(), overlay_claim_names().end());
    return names;
  }();
  return kNames;
}

const std::vector<std::string>& explored_features() {
  static const std::vector<std::string> kNames{
      "nodes",     "topology", "dissemination", "jitter",   "network",    "timeouts", "blocks",
      "snapshots", "repair",   "storage",       "workload", "validators", "faults",   "traitors"};
  return kNames;
}

}  // namespace callo::sim
