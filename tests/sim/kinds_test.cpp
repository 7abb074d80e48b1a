#include "sim/scenario/kinds.hpp"

#include <algorithm>

#include "sim/checkers/overlay_registry.hpp"
#include "sim/checkers/registry.hpp"
#include "sim/faults/registry.hpp"
#include "sim/traitors/overlay_registry.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return names;
}

template <typename Kinds, typename Name>
std::vector<std::string> names_of(const Kinds& kinds, Name name) {
  std::vector<std::string> names;
  for (const auto& kind : kinds) {
    names.emplace_back(name(kind));
  }
  return sorted(std::move(names));
}

}  // namespace

TEST_CASE("kinds: the scenario format knows what the registries make, no more and no less",
          "[sim]") {
  CHECK(sorted(fault_kind_names()) ==
        names_of(fault_makers(), [](const FaultMaker& maker) { return maker.kind; }));
  CHECK(names_of(consensus_traitor_kinds(), [](const Kind& kind) { return kind.name; }) ==
        names_of(behaviour_kinds(), [](const BehaviourKind& kind) { return kind.name; }));
  CHECK(names_of(overlay_traitor_kinds(), [](const Kind& kind) { return kind.name; }) ==
        names_of(overlay_behaviour_kinds(), [](const BehaviourKind& kind) { return kind.name; }));
  std::vector<std::string> of_consensus = all_claim_names();
  std::erase_if(of_consensus, [](const std::string& claim) {
    const auto& others = overlay_claim_names();
    return std::find(others.begin(), others.end(), claim) != others.end();
  });
  CHECK(sorted(of_consensus) ==
        names_of(claim_kinds(), [](const ClaimKind& kind) { return kind.name; }));
  CHECK(sorted(overlay_claim_names()) ==
        names_of(overlay_claim_kinds(), [](const OverlayClaimKind& kind) { return kind.name; }));
}

}  // namespace callo::sim
