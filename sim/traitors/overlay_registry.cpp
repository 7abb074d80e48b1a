#include "sim/traitors/overlay_registry.hpp"

#include <algorithm>
#include <array>

#include "sim/traitors/copy_lie.hpp"

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
