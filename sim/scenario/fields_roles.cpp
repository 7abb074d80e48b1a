#include "sim/scenario/field_rules.hpp"
#include "sim/scenario/fields.hpp"
#include "sim/scenario/kinds.hpp"

// The sections of the field table about what breaks and who lies.
namespace callo::sim {

template <>
bool is_meaningful(const FaultSpec& fault, std::string_view key) {
  const Kind* kind = find_kind(fault_kinds(), fault.kind);
  return kind == nullptr || kind->understands(key);
}

template <>
bool is_meaningful(const TraitorSpec& traitor, std::string_view key) {
  const Kind* kind = find_kind(traitor_kinds(), traitor.behaviour);
  return kind == nullptr || kind->understands(key);
}

template <>
bool is_meaningful(const MutationSpec& mutation, std::string_view key) {
  return key != "by" || moves(mutation.change);
}

template <>
bool is_meaningful(const AdversarySpec& adversary, std::string_view key) {
  const bool corrupts = adversary.power.parts_per_million != 0;
  return (key != "corruption_delay" || adversary.corruption == Corruption::adaptive) &&
         (key != "behaviour" || corrupts);
}

template <>
const std::vector<Field<StageSpec>>& fields_of() {
  using S = StageSpec;
  static const std::vector<Field<S>> kFields{
      field("at", &S::at, kInstant, "after the fault's start"),
      field("down", &S::down, kAny, "nothing passes"),
      field("loss", &S::loss, kAny, "probability that a message is lost"),
      field("extra_rtt", &S::extra_rtt, kShort, "by how much the way there and back is longer"),
      field("restore", &S::restore, kAny, "all is well again"),
  };
  return kFields;
}

template <>
const std::vector<Field<FaultSpec>>& fields_of() {
  using S = FaultSpec;
  static const std::vector<Field<S>> kFields{
      field("kind", &S::kind, {.is_required = true, .names = fault_kind_names}, "what breaks"),
      field("id", &S::id, kAny, "name of the fault in assertions and results"),
      field("nodes", &S::nodes, kNodes, "nodes: 3, \"n3\", a city, or \"all\""),
      field("links", &S::links, kAny,
            "\"Lagos-Accra\", \"Lagos->Accra\" or \"n3-n7\"; absent: all links"),
      field("cities", &S::cities, kAny, "cities cut from all others"),
      field("groups", &S::groups, kNodes, "sets of nodes; one set alone is cut from all others"),
      field("at", &S::at, kInstant, "when it begins"),
      field("for", &S::duration, kPositive, "how long; absent: to the end of the run"),
      field("disk", &S::disk, kAny, "what a crashed node finds again"),
      field("one_way", &S::one_way, kAny, "only what the first group sends is cut"),
      field("probability", &S::probability, kAny, "of each message"),
      field("delay", &S::delay, {.min = kNanosecond, .max = 60 * kMinute}, "of each message"),
      field("offset_ms", &S::offset_ms, {.min = -3'600'000, .max = 3'600'000},
            "by how much a calendar clock jumps ahead; back when negative"),
      field("drift_ppm", &S::drift_ppm, {.min = -100'000, .max = 100'000},
            "by how much both clocks run faster, in millionths"),
      field("group", &S::group, kAny, "of network.risk_groups"),
      field("site", &S::site, kAny, "of network.sites"),
      field("countries", &S::countries, kAny, "whose cities, \"NG\""),
      field("common_cause", &S::common_cause, kAny,
            "probability that what hits one of the group hits another"),
      field("stages", &S::stages, kAny, "what the links go through, in place of being down"),
      field("rejoin", &S::rejoin, kPositive,
            "after `for`: a node that refused its damaged disk is given an empty one"),
      field("period", &S::period, {.min = kMillisecond, .max = kYears}, "of what comes and goes"),
      field("factor", &S::factor, {.min = 2, .max = 10'000}, "how many times slower"),
      field("bandwidth", &S::bandwidth, {.min = 1}, "of the access line, up and down"),
  };
  return kFields;
}

template <>
const std::vector<Field<TriggerSpec>>& fields_of() {
  using S = TriggerSpec;
  static const std::vector<Field<S>> kFields{
      field("from", &S::from, kInstant, "not before"),
      field("until", &S::until, kPositive, "not from then on"),
      field("probability", &S::probability, kAny, "of acting when all else holds; 0: never"),
      field("heights", &S::heights, kAny, "only at these heights: 5, \"5..9\" or a list of such"),
      field("rounds", &S::rounds, kAny, "only in these rounds: 0, \"0..2\" or a list of such"),
      field("at", &S::at, kAny, "only in these rounds of these heights, \"7/0\""),
      field("on", &S::on, {.names = sighting_names},
            "only once the traitor has come to all of this, in the round of the message"),
  };
  return kFields;
}

template <>
const std::vector<Field<TwinRoundSpec>>& fields_of() {
  using S = TwinRoundSpec;
  static const std::vector<Field<S>> kFields{
      field("height", &S::height, {.is_required = true, .min = 1, .max = kHeightsMax}, "of blocks"),
      field("round", &S::round, {.is_required = true, .min = 0, .max = kRoundMax},
            "of the height, from 0"),
      field("first", &S::first, kNodes,
            "whom the first copy exchanges proposals and prevotes with; absent: nobody"),
      field("second", &S::second, kNodes, "the same of the second copy"),
      field("first_precommits", &S::first_precommits, kNodes,
            "whom the first copy exchanges precommits with; absent: nobody"),
      field("second_precommits", &S::second_precommits, kNodes, "the same of the second copy"),
  };
  return kFields;
}

template <>
const std::vector<Field<MutationSpec>>& fields_of() {
  using S = MutationSpec;
  static const std::vector<Field<S>> kFields{
      field("height", &S::height, {.is_required = true, .min = 1, .max = kHeightsMax}, "of blocks"),
      field("round", &S::round, {.is_required = true, .min = 0, .max = kRoundMax},
            "of the height, from 0"),
      field("message", &S::message, kRequired, "which of the round's own messages is changed"),
      field("change", &S::change, kRequired,
            "a field that is moved; or no block, an older one, a made-up one, nothing said"),
      field("by", &S::by, {.min = -kHeightsMax, .max = kHeightsMax},
            "how far `round`, `height` and `valid_round` are moved"),
      field("receivers", &S::receivers, kNodes, "who hears the lie; absent: everybody"),
  };
  return kFields;
}

template <>
const std::vector<Field<TraitorSpec>>& fields_of() {
  using S = TraitorSpec;
  static const std::vector<Field<S>> kFields{
      field("nodes", &S::nodes, {.is_required = true, .integers_are_nodes = true},
            "nodes: 3, \"n3\" or a city"),
      field("behaviour", &S::behaviour, {.is_required = true, .names = traitor_kind_names},
            "how they deviate"),
      field("trigger", &S::trigger, kAny, "when they deviate; all conditions together"),
      field("victims", &S::victims, kNodes,
            "whom they deviate towards: nodes, or \"even\", \"odd\", \"minority\", \"one\"; "
            "absent: all"),
      field("spared", &S::spared, kNodes, "who of them hears the honest words all the same"),
      field("receivers", &S::receivers, kNodes, "whom `selective` and `withhold_*` still send to"),
      field("payers", &S::payers, kNodes,
            "whose payments `censor` leaves out; absent: every second node's"),
      field("split", &S::split, kNodes, "who is shown the first variant; absent: every other node"),
      field("coalition", &S::coalition, kAny, "traitors of one name act together"),
      field("forwards", &S::forwards, kAny, "`silent` still passes on what others say"),
      field("delay", &S::delay, {.min = kNanosecond, .max = 60 * kMinute},
            "how long `delay*` and `rushing` hold back what they hold back"),
      field("schedule", &S::schedule, kAny,
            "whom the copies of `twins` are in touch with, round by round, in place of `split`"),
      field("mutations", &S::mutations, kAny, "the lies of `mutate_as_told`"),
      field("origins", &S::origins, {.min = 1, .max = kOriginsMax},
            "address groups from which those come whose ids surround one place"),
      field("around_owner", &S::around_owner, {.min = 0, .max = kSearchOwners - 1},
            "their ids stand nearest to where the coins of this owner, by number, are kept"),
  };
  return kFields;
}

template <>
const std::vector<Field<AdversarySpec>>& fields_of() {
  using S = AdversarySpec;
  static const std::vector<Field<S>> kFields{
      field("strategy", &S::strategy, {.is_required = true, .names = strategy_names}, "its play"),
      field("power", &S::power, kAny, "share of all voting power that it may corrupt"),
      field("corruption", &S::corruption, kAny, "from the start on, or in the course of the run"),
      field("corruption_delay", &S::corruption_delay, kTimeoutDelta, "until a corruption holds"),
      field("view", &S::view, kAny, "only the mail of corrupted nodes, or every message"),
      field("behaviour", &S::behaviour, {.names = traitor_kind_names}, "of corrupted nodes"),
  };
  return kFields;
}

template <>
const std::vector<Field<SynchronySpec>>& fields_of() {
  using S = SynchronySpec;
  static const std::vector<Field<S>> kFields{
      field("gst", &S::gst, kInstant, "before it messages may be lost, or wait for it"),
      field("max_delay", &S::max_delay, kTimeout, "of a message that is sent after it"),
  };
  return kFields;
}

template <>
const std::vector<Field<RandomSpec>>& fields_of() {
  using S = RandomSpec;
  static const std::vector<Field<S>> kFields{
      field("faults", &S::faults, {.min = 0, .max = kListedMax}, "faults drawn for each seed"),
      field("budget", &S::budget, kAny,
            "what drawn faults must leave: a core all the time, a core in the end, or nothing"),
      name_list("fault_kinds", &S::fault_kinds, fault_kind_names, "the kinds to draw from"),
      field("traitors", &S::traitors, {.min = 0, .max = kNodesMax}, "traitors drawn for each seed"),
      name_list("traitor_kinds", &S::traitor_kinds, drawn_traitor_kind_names,
                "the behaviours to draw from"),
      field("from", &S::from, kInstant, "no drawn fault begins earlier"),
      field("until", &S::until, kPositive, "every drawn fault has ended; absent: half of the run"),
  };
  return kFields;
}

}  // namespace callo::sim
