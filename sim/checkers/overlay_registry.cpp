#include "sim/checkers/overlay_registry.hpp"

#include <array>

#include "sim/checkers/all_reachable.hpp"
#include "sim/checkers/answers_true.hpp"
#include "sim/checkers/genuine_tables.hpp"
#include "sim/checkers/hops_bounded.hpp"
#include "sim/checkers/k_consistency.hpp"
#include "sim/checkers/nobody_eclipsed.hpp"

namespace callo::sim {

namespace {

template <typename Claim>
constexpr OverlayClaimKind overlay_claim(std::string_view description) {
  return {Claim::kClaim, description,
          []() -> std::unique_ptr<OverlayChecker> { return std::make_unique<Claim>(); }};
}

constexpr std::array kOverlayClaims{
    overlay_claim<KConsistency>("every entry of every table holds min(K, as many as there are)"),
    overlay_claim<AllReachable>("everybody reaches everybody over the tables"),
    overlay_claim<GenuineTables>("every neighbour is a node that is there, under its own key"),
    overlay_claim<AnswersTrue>("no wrong answer to a search is accepted"),
    overlay_claim<HopsBounded>("each hop of a search puts a digit right"),
    overlay_claim<NobodyEclipsed>("nobody is surrounded by traitors without knowing it"),
};

}  // namespace

std::span<const OverlayClaimKind> overlay_claim_kinds() {
  return kOverlayClaims;
}

}  // namespace callo::sim
