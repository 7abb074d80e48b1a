#include "sim/traitors/overlay_registry.hpp"

#include <algorithm>
#include <array>

#include "sim/traitors/copy_lie.hpp"
#include "sim/traitors/eclipse.hpp"
#include "sim/traitors/false_routes.hpp"
#include "sim/traitors/item_lies.hpp"
#include "sim/traitors/poison_tables.hpp"

namespace callo::sim {

namespace {

template <typename Kind, auto... kVariant>
std::unique_ptr<Behaviour> make_overlay_behaviour(const TraitorContext& context) {
  return std::make_unique<Kind>(context, kVariant...);
}

constexpr std::array kOverlayKinds{
    BehaviourKind{"false_copy", "a core server that leads joiners to the accomplices' network",
                  make_overlay_behaviour<CopyLie, CopyLieKind::false_network>},
    BehaviourKind{"unproven_copy", "a core server that names accomplices without a proof",
                  make_overlay_behaviour<CopyLie, CopyLieKind::no_proof>},
    BehaviourKind{"unsigned_copy", "a core server that names accomplices in a copy not signed",
                  make_overlay_behaviour<CopyLie, CopyLieKind::no_signature>},
    BehaviourKind{"accomplice", "runs a network of its own with the other accomplices",
                  make_overlay_behaviour<Accomplice>},
    BehaviourKind{"withhold_routes", "answers no search, says everything else",
                  make_overlay_behaviour<FalseRoutes, FalseRouteKind::none>},
    BehaviourKind{"lead_astray", "names nodes that are farther from what is searched",
                  make_overlay_behaviour<FalseRoutes, FalseRouteKind::astray>},
    BehaviourKind{"lead_in_circles", "sends searches back to those who search",
                  make_overlay_behaviour<FalseRoutes, FalseRouteKind::circles>},
    BehaviourKind{"lead_to_nobody", "names what is searched at its own address, and made-up nodes",
                  make_overlay_behaviour<FalseRoutes, FalseRouteKind::nobody>},
    BehaviourKind{"hide_items", "says that it keeps nothing",
                  make_overlay_behaviour<ItemLies, ItemLieKind::hidden>},
    BehaviourKind{"stale_items", "shows what it was given first",
                  make_overlay_behaviour<ItemLies, ItemLieKind::stale>},
    BehaviourKind{"forge_items", "shows changed proofs, or those of other items",
                  make_overlay_behaviour<ItemLies, ItemLieKind::forged>},
    BehaviourKind{"eclipse", "surrounds its victims, and keeps everybody else from them",
                  make_overlay_behaviour<Eclipse>},
    BehaviourKind{"poison_tables", "names real nodes at its own address, and ids of nobody",
                  make_overlay_behaviour<PoisonTables>},
};

}  // namespace

std::span<const BehaviourKind> overlay_behaviour_kinds() {
  return kOverlayKinds;
}

const BehaviourKind* find_overlay_behaviour(std::string_view name) {
  const auto found = std::find_if(kOverlayKinds.begin(), kOverlayKinds.end(),
                                  [name](const BehaviourKind& kind) { return kind.name == name; });
  return found == kOverlayKinds.end() ? nullptr : &*found;
}

}  // namespace callo::sim
