#include "sim/scenario/validate_overlay.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "sim/scenario/kinds.hpp"

namespace callo::sim {

namespace {

class OverlayValidator {
 public:
  OverlayValidator(Reading& reading, const ScenarioSpec& spec, std::uint32_t nodes)
      : reading_{reading}, spec_{spec}, nodes_{nodes} {}

  // Without consensus nobody votes and nobody pays.
  void check_idle_keys() {
    constexpr std::array kIdle{"consensus.dissemination",     "consensus.trees",
                               "consensus.timeout_propose",   "consensus.timeout_prevote",
                               "consensus.timeout_precommit", "consensus.timeout_commit",
                               "consensus.block_bytes_max",   "consensus.status_interval",
                               "consensus.block_time",        "consensus.evidence_policy",
                               "consensus.snapshot_interval", "validator_changes",
                               "expect.liveness_after"};
    for (const char* const key : kIdle) {
      if (reading_.was_given(key)) {
        reading_.refuse(key, std::string("'") + key + "' means nothing without consensus",
                        "leave it out, or give consensus.engine = \"tendermint\"");
      }
    }
    if (spec_.workload.kind == WorkloadKind::payments) {
      reading_.refuse("workload.kind", "there are no payments without consensus");
    }
    if (spec_.network.topology.extra_links != 0) {
      reading_.refuse("network.topology.extra_links",
                      "links follow from 'overlay.k' in a run without consensus");
    }
  }

  void check_lookups() {
    const WorkloadSpec& workload = spec_.workload;
    const bool is_for_nothing = workload.nodes == 0 && workload.blocks == 0 &&
                                workload.transactions == 0 && workload.coins == 0;
    if (workload.kind == WorkloadKind::lookups && is_for_nothing) {
      reading_.refuse("workload.kind", "lookups of nothing: every share is 0",
                      "raise workload.nodes");
    }
  }

  void check_tables() {
    const std::uint32_t base = spec_.overlay.digit_base;
    if (base != 2 && base != 4 && base != 16 && reading_.is_sound("overlay.digit_base")) {
      reading_.refuse("overlay.digit_base", "the base is " + std::to_string(base),
                      "choose 2, 4 or 16");
    }
    if (spec_.overlay.copy_age_max < spec_.overlay.copy_interval) {
      reading_.refuse("overlay.copy_age_max",
                      "copies become older than what joiners take: 'overlay.copy_interval' is " +
                          to_text(spec_.overlay.copy_interval));
    }
    if (spec_.overlay.core_servers > spec_.churn.initial && nodes_ != 0) {
      reading_.refuse("overlay.core_servers", "core servers are among those that begin the network",
                      "raise churn.initial");
    }
    if (spec_.overlay.core_servers == 0 && spec_.overlay.known_members == 0) {
      reading_.refuse("overlay.known_members", "without core servers joiners must know a member");
    }
  }

  void check_churn() {
    const ChurnSpec& churn = spec_.churn;
    if (nodes_ != 0 && churn.initial > nodes_ && reading_.is_sound("churn.initial")) {
      reading_.refuse("churn.initial",
                      "more begin than the " + std::to_string(nodes_) + " nodes that there are");
    }
    if (churn.failures_at.has_value() != (churn.failures.parts_per_million != 0)) {
      reading_.refuse(churn.failures_at ? "churn.failures_at" : "churn.failures",
                      "'churn.failures_at' and 'churn.failures' belong together");
    }
    for (const char* const key : {"absence", "from", "until", "graceful", "rejoin"}) {
      const std::string path = std::string("churn.") + key;
      if (reading_.was_given(path) && !churn.lifetime) {
        reading_.refuse(path, "'" + path + "' means nothing without 'churn.lifetime'");
      }
    }
    if (churn.failures_at && *churn.failures_at >= spec_.duration) {
      reading_.refuse("churn.failures_at", "it is not before the end of the run");
    }
  }

 private:
  Reading& reading_;
  const ScenarioSpec& spec_;
  std::uint32_t nodes_;
};

void check_claims(Reading& reading, const ScenarioSpec& spec) {
  const auto& of_overlays = overlay_claim_names();
  for (const std::string& claim : spec.expect.invariants) {
    const bool is_of_overlays =
        std::find(of_overlays.begin(), of_overlays.end(), claim) != of_overlays.end();
    if (is_of_overlays != spec.is_overlay_only() && reading.is_sound("expect.invariants")) {
      reading.refuse("expect.invariants",
                     "'" + claim + "' is no claim about a run " +
                         (spec.is_overlay_only() ? "without consensus" : "with consensus"));
      return;
    }
  }
}

// Ids are drawn near the coins of somebody, whom somebody must be able to search.
void check_surrounding(Reading& reading, const ScenarioSpec& spec) {
  for (std::size_t i = 0; i < spec.traitors.size(); ++i) {
    const TraitorSpec& traitor = spec.traitors[i];
    const std::string path = "traitor[" + std::to_string(i) + "]";
    if (traitor.around_owner && spec.workload.kind != WorkloadKind::lookups) {
      reading.refuse(path + ".around_owner", "nobody has coins where nothing is searched",
                     "give workload.kind = \"lookups\"");
    }
    if (!traitor.around_owner && traitor.behaviour != "eclipse" && traitor.origins != 1) {
      reading.refuse(path + ".origins", "'origins' is of traitors whose ids surround something",
                     "give around_owner as well");
    }
  }
}

// Each run has traitors of its own kind.
void check_behaviours(Reading& reading, const ScenarioSpec& spec) {
  const auto& ours = spec.is_overlay_only() ? overlay_traitor_kinds() : consensus_traitor_kinds();
  for (std::size_t i = 0; i < spec.traitors.size(); ++i) {
    const std::string key = "traitor[" + std::to_string(i) + "].behaviour";
    if (find_kind(ours, spec.traitors[i].behaviour) == nullptr && reading.is_sound(key)) {
      reading.refuse(key, "'" + spec.traitors[i].behaviour + "' is no behaviour of a run " +
                              (spec.is_overlay_only() ? "without consensus" : "with consensus"));
    }
  }
  check_surrounding(reading, spec);
  for (const std::string& kind : spec.random.traitor_kinds) {
    if (find_kind(consensus_traitor_kinds(), kind) == nullptr) {
      reading.refuse("random.traitor_kinds", "'" + kind + "' cannot be drawn");
    }
  }
  if (spec.is_overlay_only() && spec.random.traitors != 0) {
    reading.refuse("random.traitors", "traitors of a run without consensus are not drawn");
  }
}

}  // namespace

std::uint32_t nodes_max(const ScenarioSpec& spec) {
  constexpr std::uint32_t kConsensusNodesMax = 16'384;
  constexpr std::uint32_t kOverlayNodesMax = 200'000;
  return spec.is_overlay_only() ? kOverlayNodesMax : kConsensusNodesMax;
}

void validate_overlay(Reading& reading, const ScenarioSpec& spec, std::uint32_t nodes) {
  if (!reading.is_sound("consensus.engine")) {
    return;
  }
  check_claims(reading, spec);
  check_behaviours(reading, spec);
  if (spec.is_overlay_only()) {
    OverlayValidator validator{reading, spec, nodes};
    validator.check_idle_keys();
    validator.check_lookups();
    validator.check_tables();
    validator.check_churn();
    return;
  }
  if (spec.workload.kind == WorkloadKind::lookups) {
    reading.refuse("workload.kind", "lookups are for a run without consensus",
                   "write consensus.engine = \"none\"");
  }
  for (const char* const table : {"overlay", "churn"}) {
    if (reading.was_given(table)) {
      reading.refuse(table, std::string("'") + table + "' is for a run without consensus",
                     "write consensus.engine = \"none\"");
    }
  }
}

}  // namespace callo::sim
